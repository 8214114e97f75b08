import { expect, test } from 'vitest';
import type { SharedStore } from './shared-store.ts';
import { createSharedToken } from './shared-token.ts';

type MemoryStore = SharedStore & Readonly<{ values: Map<string, string>; ttls: number[] }>;

/** What Redis does for these processes, without its clock. */
function createStore(): MemoryStore {
  const values = new Map<string, string>();
  const ttls: number[] = [];
  return {
    values,
    ttls,
    get: async (key) => values.get(key) ?? null,
    set: async (key, value, ttlMs) => {
      values.set(key, value);
      ttls.push(ttlMs);
    },
    lock: async (key, holder) => !values.has(key) && values.set(key, holder).has(key),
    unlock: async (key, holder) => void (values.get(key) === holder && values.delete(key)),
  };
}

/** A process that shares, and asks a Medplum which counts: another token each time, or the answers that are given. */
function startProcess(store: SharedStore, secret = 'one secret', answers: Response[] = []) {
  const asked: string[] = [];
  const next = async (form: URLSearchParams): Promise<Response> => {
    asked.push(form.toString());
    return answers.shift() ?? Response.json({ access_token: `token-${secret}-${asked.length}`, expires_in: 3600 });
  };
  const request = createSharedToken({ store, clientId: 'legacy-proxy', secret, next, lockMs: 200 });
  const token = async (): Promise<unknown> => {
    const answer = await request(new URLSearchParams({ grant_type: 'client_credentials' }));
    return answer.ok ? ((await answer.json()) as { access_token: unknown }).access_token : answer.status;
  };
  return { token, asked };
}

test('[S10] token, asked for by one process, serves the other for as long as it is good', async () => {
  const store = createStore();
  const [one, two] = [startProcess(store), startProcess(store)];

  expect([await one.token(), await two.token()]).toEqual(['token-one secret-1', 'token-one secret-1']);
  expect([one.asked, two.asked]).toEqual([['grant_type=client_credentials'], []]);
  expect(store.ttls).toEqual([3_600_000]);
  // Who asks again holds this one already, and got no further with it.
  expect(await two.token()).toBe('token-one secret-1');
  expect(two.asked).toHaveLength(1);
});

test('[S10] token, refused by Medplum, is not shared, and the next process asks at once', async () => {
  const store = createStore();
  const refused = startProcess(store, 'one secret', [new Response('no', { status: 503 })]);

  expect(await refused.token()).toBe(503);

  expect([...store.values]).toEqual([]);
  expect(await startProcess(store).token()).toBe('token-one secret-1');
});

test('[S10] token, which another process shared while this one took the lock, is taken', async () => {
  const store = createStore();
  const other = startProcess(store);
  const lock: SharedStore['lock'] = async (...given) => {
    const hasLock = await store.lock(...given);
    const [lockKey, holder] = given;
    await store.unlock(lockKey, holder);
    await other.token();
    return hasLock;
  };
  const late = startProcess({ ...store, lock });

  expect(await late.token()).toBe('token-one secret-1');
  expect(late.asked).toEqual([]);
});

test('[S10] token, whose lock no process gives back, is asked for all the same', async () => {
  const store = createStore();
  const { token, asked } = startProcess({ ...store, lock: async () => false });

  expect(await token()).toBe('token-one secret-1');
  expect(asked).toHaveLength(1);
});

test('[S10] clients that share a Redis, each have a token and a lock of their own', async () => {
  const store = createStore();
  const locks = new Set<string>();
  const lock: SharedStore['lock'] = async (key, holder, ttlMs) => {
    locks.add(key);
    return store.lock(key, holder, ttlMs);
  };

  for (const clientId of ['one', 'two']) {
    const next = async () => Response.json({ access_token: `of ${clientId}`, expires_in: 3600 });
    const request = createSharedToken({ store: { ...store, lock }, clientId, secret: 'one secret', next });
    expect(await (await request(new URLSearchParams())).json()).toMatchObject({ access_token: `of ${clientId}` });
  }

  expect([locks.size, store.values.size]).toEqual([2, 2]);
});

test('[P10] token, shared under another secret or not sealed at all, counts as none', async () => {
  const store = createStore();
  await startProcess(store, 'another secret').token();
  const [key = ''] = store.values.keys();

  expect(await startProcess(store).token()).toBe('token-one secret-1');
  store.values.set(key, JSON.stringify({ access_token: 'planted', expires_in: 3600 }));
  expect(await startProcess(store).token()).toBe('token-one secret-1');
});
