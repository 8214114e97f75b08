import { z } from 'zod';
import { parseSettings, type Environment } from './parse-settings.ts';
import {
  assertGraceFitsLifetime,
  defaultAccessTokenLifetimeSeconds,
  defaultRefreshGraceSeconds,
} from './token-lifetime.ts';
import { credential, medplumBaseUrl, seconds } from './variables.ts';

const schema = z.object({
  PUBLIC_MEDPLUM_BASE_URL: medplumBaseUrl,
  PUBLIC_MEDPLUM_CLIENT_ID: credential,
  PUBLIC_MEDPLUM_SCOPE: z.string('must be text').default('openid profile email offline_access'),
  PUBLIC_MEDPLUM_REFRESH_GRACE_SECONDS: seconds.default(defaultRefreshGraceSeconds),
  PUBLIC_MEDPLUM_ACCESS_TOKEN_LIFETIME_SECONDS: seconds.default(defaultAccessTokenLifetimeSeconds),
  PUBLIC_TOKEN_STORAGE: z.enum(['local', 'memory'], 'must be "local" or "memory"').default('local'),
});

/** What a browser app knows of Medplum. All of it is public: a browser keeps no secret. */
export type BrowserSettings = Readonly<{
  /** With a trailing slash, for example `http://localhost:8103/`. */
  baseUrl: string;
  clientId: string;
  /** Scopes, separated by spaces; `offline_access` asks for a refresh token. */
  scope: string;
  /** How long before expiry a token is renewed, in seconds. */
  refreshGraceSeconds: number;
  /** `memory` forgets the tokens with the page: for workstations that people share. */
  tokenStorage: 'local' | 'memory';
}>;

/**
 * Reads the settings of a browser app from variables that begin with `PUBLIC_`.
 *
 * @throws ConfigError that names each variable at fault, never its value.
 */
export function parseBrowserSettings(env: Environment): BrowserSettings {
  const parsed = parseSettings(schema, env);
  const refreshGraceSeconds = parsed.PUBLIC_MEDPLUM_REFRESH_GRACE_SECONDS;
  assertGraceFitsLifetime(
    'PUBLIC_MEDPLUM_REFRESH_GRACE_SECONDS',
    refreshGraceSeconds,
    parsed.PUBLIC_MEDPLUM_ACCESS_TOKEN_LIFETIME_SECONDS,
  );
  return {
    baseUrl: parsed.PUBLIC_MEDPLUM_BASE_URL,
    clientId: parsed.PUBLIC_MEDPLUM_CLIENT_ID,
    scope: parsed.PUBLIC_MEDPLUM_SCOPE,
    refreshGraceSeconds,
    tokenStorage: parsed.PUBLIC_TOKEN_STORAGE,
  };
}
