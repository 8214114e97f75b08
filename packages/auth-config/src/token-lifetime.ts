import { ConfigError } from './config-error.ts';

/** Medplum's lifetime of an access token, unless `ClientApplication.accessTokenLifetime` says otherwise. */
export const defaultAccessTokenLifetimeSeconds = 3600;

/** How long before expiry the SDK renews a token, unless told otherwise. */
export const defaultRefreshGraceSeconds = 300;

/**
 * Refuses a refresh grace that a fresh token would already be inside. The SDK would then ask for a new token before
 * every request, also before the request that asks for one, and never finish.
 *
 * @throws ConfigError that names the variable.
 */
export function assertGraceFitsLifetime(variable: string, graceSeconds: number, lifetimeSeconds: number): void {
  if (graceSeconds >= lifetimeSeconds) {
    throw new ConfigError([
      { variable, problem: `must be shorter than the access token's life, which is ${lifetimeSeconds} s` },
    ]);
  }
}
