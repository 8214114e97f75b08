import { medplumEndpoints, type ClientSettings } from '@auth-patterns/auth-config';
import { ClientStorage, MedplumClient, MemoryStorage } from '@medplum/core';
import { createMedplumFetch } from './fetch.ts';
import { assertUsableToken } from './usable-token.ts';

export type MedplumClientOptions = Readonly<{
  settings: ClientSettings;
  fetch: typeof fetch;
  now: () => number;
  /** Default is 30 s. */
  timeoutMs?: number;
}>;

/** Sets up the SDK's client for a machine that nobody watches. It is not signed in yet. */
export function createMedplumClient(options: MedplumClientOptions): MedplumClient {
  const { settings, now, timeoutMs = 30_000 } = options;
  const refreshGraceMs = settings.refreshGraceSeconds * 1000;
  return new MedplumClient({
    baseUrl: settings.baseUrl,
    clientId: settings.clientId,
    // The token lives in memory alone: whoever takes the disk must not get a way in.
    // The prefix goes into the storage: the client's own `storagePrefix` is not looked at beside a given storage.
    storage: new ClientStorage(new MemoryStorage(), 'device-agent:'),
    refreshGracePeriod: refreshGraceMs,
    // The sender retries, and it knows which requests may be repeated. Two who retry multiply.
    maxRetries: 0,
    fetch: createMedplumFetch({
      fetch: options.fetch,
      tokenUrl: medplumEndpoints(settings.baseUrl).token,
      timeoutMs,
      checkToken: (response, text) => assertUsableToken(response, text, { now, refreshGraceMs }),
    }),
  });
}
