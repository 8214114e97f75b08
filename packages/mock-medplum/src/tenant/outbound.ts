import type { JSONWebKeySet } from 'jose';

/** How a tenant reaches other servers: identity providers, and clients that publish their keys. */
export type Outbound = Readonly<{
  fetch: typeof fetch;
  /** Keys of identity providers by their address, with the time in milliseconds at which they were fetched. */
  keySets: Map<string, Readonly<{ keySet: JSONWebKeySet; fetchedAt: number }>>;
  /** Logins by the hash of the external token that they came with, and until when it is not asked about again. */
  externalLogins: Map<string, Readonly<{ loginId: string; until: number }>>;
}>;

/** Makes a tenant's access to other servers. */
export function createOutbound(fetchOthers: typeof fetch = fetch): Outbound {
  return { fetch: fetchOthers, keySets: new Map(), externalLogins: new Map() };
}
