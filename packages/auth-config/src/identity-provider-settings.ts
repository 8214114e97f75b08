import type { z } from 'zod';
import { ConfigError } from './config-error.ts';
import { credential, secureUrl } from './variables.ts';

/** An external identity provider, as a browser app and its Medplum know it. */
export type IdentityProviderSettings = Readonly<{
  /** As users know it, for example `Riverside ID`. */
  name: string;
  /** Its authorization endpoint. */
  authorizeUrl: string;
  /** The client id that *Medplum* has there. */
  clientId: string;
  /** Issuer and this app's own public client there, for token exchange; absent when the app does none. */
  direct?: Readonly<{ issuer: string; clientId: string }>;
}>;

/** Variables of an identity provider; all may be left out. */
export const identityProviderVariables = {
  PUBLIC_IDP_NAME: credential.optional(),
  PUBLIC_IDP_AUTHORIZE_URL: secureUrl.optional(),
  PUBLIC_IDP_CLIENT_ID: credential.optional(),
  PUBLIC_IDP_ISSUER: secureUrl.optional(),
  PUBLIC_IDP_BROWSER_CLIENT_ID: credential.optional(),
};

type Variables = z.output<z.ZodObject<typeof identityProviderVariables>>;

/**
 * Puts the variables together.
 *
 * @throws ConfigError when some of those that belong together are missing.
 */
export function identityProviderSettings(variables: Variables): IdentityProviderSettings | undefined {
  const isSet = allOrNone(variables, ['PUBLIC_IDP_NAME', 'PUBLIC_IDP_AUTHORIZE_URL', 'PUBLIC_IDP_CLIENT_ID']);
  const isDirect = allOrNone(variables, ['PUBLIC_IDP_ISSUER', 'PUBLIC_IDP_BROWSER_CLIENT_ID']);
  if (!isSet) {
    return isDirect ? missing('PUBLIC_IDP_NAME', 'PUBLIC_IDP_ISSUER') : undefined;
  }
  const { PUBLIC_IDP_ISSUER: issuer = '', PUBLIC_IDP_BROWSER_CLIENT_ID: browserClientId = '' } = variables;
  return {
    name: variables.PUBLIC_IDP_NAME ?? '',
    authorizeUrl: variables.PUBLIC_IDP_AUTHORIZE_URL ?? '',
    clientId: variables.PUBLIC_IDP_CLIENT_ID ?? '',
    ...(isDirect && { direct: { issuer, clientId: browserClientId } }),
  };
}

function allOrNone(variables: Variables, names: readonly (keyof Variables)[]): boolean {
  const present = names.find((name) => variables[name] !== undefined);
  const absent = names.find((name) => variables[name] === undefined);
  return present && absent ? missing(absent, present) : present !== undefined;
}

function missing(variable: string, because: string): never {
  throw new ConfigError([{ variable, problem: `is missing, although ${because} is set` }]);
}
