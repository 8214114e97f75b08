import { z } from 'zod';
import {
  identityProviderSettings,
  identityProviderVariables,
  type IdentityProviderSettings,
} from './identity-provider-settings.ts';
import { parseSettings, type Environment } from './parse-settings.ts';
import {
  assertGraceFitsLifetime,
  defaultAccessTokenLifetimeSeconds,
  defaultRefreshGraceSeconds,
} from './token-lifetime.ts';
import { credential, medplumBaseUrl, minutes, seconds, secureUrl } from './variables.ts';

const schema = z.object({
  PUBLIC_MEDPLUM_BASE_URL: medplumBaseUrl,
  PUBLIC_MEDPLUM_CLIENT_ID: credential,
  PUBLIC_MEDPLUM_SCOPE: z.string('must be text').default('openid profile email offline_access'),
  PUBLIC_MEDPLUM_REFRESH_GRACE_SECONDS: seconds.default(defaultRefreshGraceSeconds),
  PUBLIC_MEDPLUM_ACCESS_TOKEN_LIFETIME_SECONDS: seconds.default(defaultAccessTokenLifetimeSeconds),
  PUBLIC_MEDPLUM_PROJECT_ID: credential.optional(),
  PUBLIC_TOKEN_STORAGE: z.enum(['local', 'memory'], 'must be "local" or "memory"').default('local'),
  PUBLIC_IDLE_TIMEOUT_MINUTES: minutes.default(0),
  PUBLIC_GOOGLE_CLIENT_ID: credential.optional(),
  PUBLIC_GOOGLE_URL: secureUrl.default('https://accounts.google.com'),
  ...identityProviderVariables,
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
  /** Where patients may register; absent when they may not. */
  projectId?: string | undefined;
  /** `memory` forgets the tokens with the page: for workstations that people share. */
  tokenStorage: 'local' | 'memory';
  /** After how many minutes without a key or a click the user is signed out; 0 means never. */
  idleTimeoutMinutes: number;
  /** Absent without sign-in with Google. `url` is where its script is, without a trailing slash. */
  google?: Readonly<{ clientId: string; url: string }> | undefined;
  /** Absent without an external identity provider. */
  identityProvider?: IdentityProviderSettings | undefined;
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
    projectId: parsed.PUBLIC_MEDPLUM_PROJECT_ID,
    tokenStorage: parsed.PUBLIC_TOKEN_STORAGE,
    idleTimeoutMinutes: parsed.PUBLIC_IDLE_TIMEOUT_MINUTES,
    google: googleSettings(parsed),
    identityProvider: identityProviderSettings(parsed),
  };
}

function googleSettings(parsed: z.output<typeof schema>): BrowserSettings['google'] {
  const { PUBLIC_GOOGLE_CLIENT_ID: clientId, PUBLIC_GOOGLE_URL: url } = parsed;
  return clientId ? { clientId, url: url.replace(/\/$/, '') } : undefined;
}
