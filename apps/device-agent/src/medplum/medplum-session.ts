import { medplumEndpoints, type ClientSettings } from '@auth-patterns/auth-config';
import { ClientStorage, MedplumClient, MemoryStorage } from '@medplum/core';
import { createGuardedFetch } from './guarded-fetch.ts';
import { CredentialsRefused, refusalReason } from './medplum-failure.ts';
import { assertUsableToken } from './usable-token.ts';

export type SessionOptions = Readonly<{
  settings: ClientSettings;
  fetch: typeof fetch;
  now: () => number;
  requestTimeoutMs?: number;
}>;

/** Holds the machine's key: one MedplumClient, signed in when it is needed, for as long as the process lives. */
export type MedplumSession = Readonly<{ signIn: () => Promise<MedplumClient> }>;

export function createMedplumSession(options: SessionOptions): MedplumSession {
  const { settings, now, requestTimeoutMs = 30_000 } = options;
  const { baseUrl, clientId, clientSecret, refreshGraceSeconds } = settings;
  const tokenUrl = medplumEndpoints(baseUrl).token;
  const refreshGraceMs = refreshGraceSeconds * 1000;
  const fetch = createGuardedFetch({
    fetch: options.fetch,
    tokenUrl,
    timeoutMs: requestTimeoutMs,
    checkToken: (response, text) => assertUsableToken(response, text, { now, refreshGraceMs }),
  });
  const client = new MedplumClient({
    baseUrl,
    fetch,
    refreshGracePeriod: refreshGraceMs,
    // The token lives in memory alone: whoever takes the disk must not get a way in.
    // The prefix goes into the storage: the client's own `storagePrefix` is not looked at beside a given storage.
    storage: new ClientStorage(new MemoryStorage(), 'device-agent:'),
    // The sender retries, and it knows which requests may be repeated. Two who retry multiply.
    maxRetries: 0,
  });

  async function signIn(): Promise<MedplumClient> {
    if (client.getActiveLogin()) {
      // The SDK renews the token by itself, inside the next request, shortly before it expires.
      return client;
    }
    try {
      await client.startClientLogin(clientId, clientSecret);
    } catch (error) {
      throw refusalReason(error) ? new CredentialsRefused(refusalReason(error), { cause: error }) : error;
    }
    return client;
  }

  return { signIn };
}
