import type { JSONWebKeySet } from 'jose';

/** How a tenant reaches other servers: identity providers, and clients that publish their keys. */
export type Outbound = Readonly<{
  fetch: typeof fetch;
  /** Keys of identity providers by their address, with the time in milliseconds at which they were fetched. */
  keySets: Map<string, Readonly<{ keySet: JSONWebKeySet; fetchedAt: number }>>;
}>;

/** Makes what a tenant reaches others with. */
export function createOutbound(fetchOthers: typeof fetch = fetch): Outbound {
  return { fetch: fetchOthers, keySets: new Map() };
}
