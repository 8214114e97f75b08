import {
  ConfigError,
  credential,
  type Environment,
  parseSettings,
  requireTogether,
  secureUrl,
} from '@auth-patterns/auth-config';
import { z } from 'zod';
import type { Sources } from '#build/content-security-policy.ts';

const variables = z.object({
  PUBLIC_IDP_NAME: credential.optional(),
  PUBLIC_IDP_ISSUER: secureUrl.optional(),
  PUBLIC_IDP_BROWSER_CLIENT_ID: credential.optional(),
});

/** An identity provider, as users know it, and this app's own public client there. */
export type ProviderSettings = Readonly<{ name: string; issuer: string; clientId: string }>;

/** @throws ConfigError when some of the variables are missing. Without issuer and client there is no token exchange. */
export function read(env: Environment): ProviderSettings | undefined {
  const parsed = parseSettings(variables, env);
  const own = requireTogether(parsed, ['PUBLIC_IDP_ISSUER', 'PUBLIC_IDP_BROWSER_CLIENT_ID']);
  const { PUBLIC_IDP_NAME: name } = parsed;
  if (!own) {
    return undefined;
  }
  if (!name) {
    throw new ConfigError([{ variable: 'PUBLIC_IDP_NAME', problem: 'is missing, although PUBLIC_IDP_ISSUER is set' }]);
  }
  return { name, issuer: own.PUBLIC_IDP_ISSUER, clientId: own.PUBLIC_IDP_BROWSER_CLIENT_ID };
}

/** The page talks to the provider itself. */
export function sources({ issuer }: ProviderSettings): Sources {
  return { 'connect-src': [new URL(issuer).origin] };
}
