import { z } from 'zod';
import { parseSettings, type Environment } from './parse-settings.ts';
import {
  assertGraceFitsLifetime,
  defaultAccessTokenLifetimeSeconds,
  defaultRefreshGraceSeconds,
} from './token-lifetime.ts';
import { credential, medplumBaseUrl, seconds } from './variables.ts';

const variables = {
  MEDPLUM_BASE_URL: medplumBaseUrl,
  MEDPLUM_CLIENT_ID: credential,
  MEDPLUM_REFRESH_GRACE_SECONDS: seconds.default(defaultRefreshGraceSeconds),
  MEDPLUM_ACCESS_TOKEN_LIFETIME_SECONDS: seconds.default(defaultAccessTokenLifetimeSeconds),
};

/** What a confidential client, a server or a device, knows of Medplum. */
export type ClientSettings = Readonly<{
  /** With a trailing slash, for example `http://localhost:8103/`. */
  baseUrl: string;
  clientId: string;
  /** The ClientApplication's secret; empty when none is needed. Keep it out of logs, URLs and argv. */
  clientSecret: string;
  /** How long before expiry a token is renewed, in seconds. */
  refreshGraceSeconds: number;
}>;

/**
 * Reads the settings of a server or a device that holds a ClientApplication's credentials.
 *
 * @param options.secretIsOptional - True when a key or a certificate takes the secret's place. Default is false.
 * @throws ConfigError that names each variable at fault, never its value.
 */
export function parseClientSettings(
  env: Environment,
  { secretIsOptional = false }: Readonly<{ secretIsOptional?: boolean }> = {},
): ClientSettings {
  const secret: z.ZodType<string> = secretIsOptional ? credential.default('') : credential;
  const parsed = parseSettings(z.object({ ...variables, MEDPLUM_CLIENT_SECRET: secret }), env);
  const refreshGraceSeconds = parsed.MEDPLUM_REFRESH_GRACE_SECONDS;
  assertGraceFitsLifetime(
    'MEDPLUM_REFRESH_GRACE_SECONDS',
    refreshGraceSeconds,
    parsed.MEDPLUM_ACCESS_TOKEN_LIFETIME_SECONDS,
  );
  return {
    baseUrl: parsed.MEDPLUM_BASE_URL,
    clientId: parsed.MEDPLUM_CLIENT_ID,
    clientSecret: parsed.MEDPLUM_CLIENT_SECRET,
    refreshGraceSeconds,
  };
}
