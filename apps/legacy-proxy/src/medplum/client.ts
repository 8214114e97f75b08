import { ClientStorage, MedplumClient, MemoryStorage } from '@medplum/core';
import type { Fetch } from './fetch.ts';

export type MedplumClientOptions = Readonly<{
  baseUrl: string;
  clientId?: string;
  fetch: Fetch;
  onUnauthenticated?: () => void;
}>;

/** Sets up the SDK's client for a server with many users. It is not signed in yet. */
export function createMedplumClient(options: MedplumClientOptions): MedplumClient {
  return new MedplumClient({
    ...options,
    // Without an explicit storage the SDK takes globalThis.localStorage, which some Node versions write to disk.
    storage: new ClientStorage(new MemoryStorage(), 'legacy-proxy:'),
    // sign-in.ts renews tokens early. The SDK would fail all calls when that fails, good token or not.
    refreshGracePeriod: 0,
    // A repeated POST would write a note twice, and a page that fails at once beats one that hangs.
    maxRetries: 0,
    // Both would mix the answers of different users once requests differ by user.
    autoBatchTime: 0,
    cacheTime: 0,
  });
}
