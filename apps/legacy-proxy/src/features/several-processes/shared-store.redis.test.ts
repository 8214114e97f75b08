import { expect, onTestFinished, test, vi } from 'vitest';
import { freePort } from '#test/free-port.ts';
import { startRedis } from '#test/start-redis.ts';
import { connect, createRedisClient, createSharedStore } from './shared-store.ts';

test('[S10] lock, held by one process, is given back by that one alone, or ends by itself', async () => {
  const client = createRedisClient(await startRedis());
  await connect(client);
  onTestFinished(async () => client.close());
  const { lock, unlock } = createSharedStore(client);
  const first = [await lock('key', 'one', 60_000), await lock('key', 'two', 60_000)];

  await unlock('key', 'two');
  const second = await lock('key', 'two', 60_000);
  await unlock('key', 'one');
  const third = await lock('key', 'two', 1);

  expect([...first, second, third]).toEqual([true, false, false, true]);
  await vi.waitFor(async () => expect(await lock('key', 'three', 1)).toBe(true));
});

test('[S10] value, that processes share, is there until its time is over', async () => {
  const client = createRedisClient(await startRedis());
  await connect(client);
  onTestFinished(async () => client.close());
  const { get, set } = createSharedStore(client);
  await set('long', 'value', 60_000);
  await set('short', 'value', 1);

  await vi.waitFor(async () => expect(await get('short')).toBeNull());

  expect(await get('long')).toBe('value');
});

test('[S10] Redis that is away, at the start, is named within the time given', async () => {
  const client = createRedisClient(`redis://127.0.0.1:${await freePort()}`);

  await expect(connect(client, 100)).rejects.toThrow('no Redis answers at REDIS_URL');

  expect(client.isOpen).toBe(false);
});
