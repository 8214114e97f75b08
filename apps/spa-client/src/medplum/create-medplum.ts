import type { BrowserSettings } from '@auth-patterns/auth-config';
import { type ClientStorage, type FetchLike, MedplumClient } from '@medplum/core';

export type MedplumDeps = Readonly<{ settings: BrowserSettings; tokenStorage: ClientStorage; fetch: FetchLike }>;

/** The one client of this page. It belongs to one user at a time: signing in clears what the last one left. */
export function createMedplum({ settings, tokenStorage, fetch }: MedplumDeps): MedplumClient {
  return new MedplumClient({
    baseUrl: settings.baseUrl,
    clientId: settings.clientId,
    storage: tokenStorage,
    fetch: sayingWhoDidNotAnswer(fetch),
    // Must be shorter than the token's life, or the SDK renews before every request and never finishes.
    refreshGracePeriod: settings.refreshGraceSeconds * 1000,
  });
}

/** Browsers say only "Failed to fetch" or "Load failed", each in its own words. */
function sayingWhoDidNotAnswer(fetch: FetchLike): FetchLike {
  return async (url, options) => {
    try {
      return await fetch(url, options);
    } catch (cause) {
      throw cause instanceof TypeError ? new TypeError(`No answer from ${new URL(url).origin}`, { cause }) : cause;
    }
  };
}
