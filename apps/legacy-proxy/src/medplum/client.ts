import { medplumEndpoints, type ClientSettings } from '@auth-patterns/auth-config';
import { ClientStorage, MedplumClient, MemoryStorage } from '@medplum/core';
import { createMedplumFetch, type Fetch } from './fetch.ts';

export type MedplumClientOptions = Readonly<{
  settings: ClientSettings;
  fetch: Fetch;
  now: () => number;
  timeoutMs: number;
  coolDownMs: number;
  onTokenIssued: () => void;
  onTokenLost: () => void;
}>;

/** Sets up the SDK's client for a server with many users. It is not signed in yet. */
export function createMedplumClient(options: MedplumClientOptions): MedplumClient {
  const { settings, onTokenLost } = options;
  return new MedplumClient({
    baseUrl: settings.baseUrl,
    clientId: settings.clientId,
    // Without an explicit storage the SDK takes globalThis.localStorage, which some Node versions write to disk.
    storage: new ClientStorage(new MemoryStorage(), 'legacy-proxy:'),
    refreshGracePeriod: settings.refreshGraceSeconds * 1000,
    // A repeated POST would write a note twice, and a page that fails at once beats one that hangs.
    maxRetries: 0,
    // Both would mix the answers of different users once requests differ by user.
    autoBatchTime: 0,
    cacheTime: 0,
    onUnauthenticated: onTokenLost,
    fetch: createMedplumFetch({ ...options, tokenUrl: medplumEndpoints(settings.baseUrl).token }),
  });
}
