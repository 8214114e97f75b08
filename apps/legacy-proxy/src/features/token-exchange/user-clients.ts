import { medplumEndpoints, type ClientSettings } from '@auth-patterns/auth-config';
import type { MedplumClient } from '@medplum/core';
import { createMedplumClient } from '#medplum/client.ts';
import { toMedplumError } from '#medplum/error.ts';
import { createMedplumFetch } from '#medplum/fetch.ts';

/** Medplum clients of users, by session: each with a token of the user's own, in the memory of this process alone. */
export type UserClients = Readonly<{
  find: (sessionId: string, username: string | undefined) => MedplumClient | undefined;
  /** Exchanges the identity provider's token for one of Medplum's (RFC 8693). */
  exchange: (sessionId: string, username: string, providerToken: string) => Promise<void>;
  forget: (sessionId: string) => void;
}>;

type Kept = Readonly<{ username: string; client: MedplumClient }>;

/** Keeps no more clients than `mostKept`: nothing tells when a session ends, so those that are oldest go first. */
export function createUserClients(
  { baseUrl, clientId }: ClientSettings,
  now: () => number,
  mostKept = 1_000,
): UserClients {
  const kept = new Map<string, Kept>();

  function find(sessionId: string, username: string | undefined): MedplumClient | undefined {
    const found = kept.get(sessionId);
    return found && found.username === username ? found.client : undefined;
  }

  async function exchange(sessionId: string, username: string, providerToken: string): Promise<void> {
    const tokenUrl = medplumEndpoints(baseUrl).token;
    const fetch = createMedplumFetch({
      tokenUrl,
      fetch: globalThis.fetch,
      now,
      random: Math.random,
      timeoutMs: 5_000,
      coolDownMs: 0,
      onTokenIssued: () => undefined,
    });
    const client = createMedplumClient({ baseUrl, clientId, fetch });
    await client.exchangeExternalAccessToken(providerToken, clientId).catch((error: unknown) => {
      throw toMedplumError(error);
    });
    kept.set(sessionId, { username, client });
    const [oldest = sessionId] = kept.keys();
    if (kept.size > mostKept) {
      kept.delete(oldest);
    }
  }

  return { find, exchange, forget: (sessionId) => void kept.delete(sessionId) };
}
