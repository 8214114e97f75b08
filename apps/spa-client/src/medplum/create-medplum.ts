import type { BrowserSettings } from '@auth-patterns/auth-config';
import { type ClientStorage, type FetchLike, MedplumClient } from '@medplum/core';

type MedplumDeps = Readonly<{ settings: BrowserSettings; tokenStorage: ClientStorage; fetch: FetchLike }>;

/** The one client of this page. It belongs to one user at a time: signing in clears what the last one left. */
export function createMedplum({ settings, tokenStorage, fetch }: MedplumDeps): MedplumClient {
  return new MedplumClient({
    baseUrl: settings.baseUrl,
    clientId: settings.clientId,
    storage: tokenStorage,
    fetch,
    // Must be shorter than the token's life, or the SDK renews before every request and never finishes.
    refreshGracePeriod: settings.refreshGraceSeconds * 1000,
  });
}
