import { LRUCache } from 'lru-cache';
import type { Adapter, AdapterPayload } from 'oidc-provider';

const maxRecords = 10_000;
// The provider's own clock, so that both move when a test moves it.
const clock = { now: () => Date.now() };

/**
 * Keeps the provider's records of one kind (sessions, codes, grants) in memory until they expire.
 *
 * The provider has an adapter like this, meant for a quick start only: it warns at each start.
 */
export function createMemoryAdapter(): Adapter {
  const records = new LRUCache<string, AdapterPayload>({ max: maxRecords, perf: clock, ttlResolution: 0 });
  return {
    upsert: async (id, payload, expiresInSeconds) => {
      records.set(id, payload, expiresInSeconds === undefined ? {} : { ttl: expiresInSeconds * 1000 });
    },
    find: async (id) => records.get(id),
    findByUid: async (uid) => [...records.values()].find((record) => record.uid === uid),
    findByUserCode: async () => undefined,
    consume: async (id) => {
      const record = records.get(id);
      if (record) {
        record.consumed = true;
      }
    },
    destroy: async (id) => {
      records.delete(id);
    },
    revokeByGrantId: async (grantId) => {
      const ids = [...records.keys()].filter((id) => records.peek(id)?.grantId === grantId);
      ids.forEach((id) => records.delete(id));
    },
  };
}
