import { afterEach, expect, test, vi } from 'vitest';
import { createMemoryAdapter } from './memory-adapter.ts';

afterEach(() => {
  vi.useRealTimers();
});

test('memory adapter, when a grant is revoked, forgets what was issued under it and nothing else', async () => {
  const tokens = createMemoryAdapter();
  await tokens.upsert('first', { grantId: 'grant-1' }, 60);
  await tokens.upsert('second', { grantId: 'grant-1' }, 60);
  await tokens.upsert('other', { grantId: 'grant-2' }, 60);

  await tokens.revokeByGrantId('grant-1');

  expect(await tokens.find('first')).toBeUndefined();
  expect(await tokens.find('second')).toBeUndefined();
  expect(await tokens.find('other')).toEqual({ grantId: 'grant-2' });
});

test('memory adapter, when the time of a record is over, has forgotten it', async () => {
  const start = Date.now();
  vi.useFakeTimers({ toFake: ['Date'], now: start });
  const sessions = createMemoryAdapter();
  await sessions.upsert('session', { uid: 'uid-1' }, 60);

  vi.setSystemTime(start + 59_000);
  const before = await sessions.findByUid('uid-1');
  vi.setSystemTime(start + 61_000);

  expect(before).toEqual({ uid: 'uid-1' });
  expect(await sessions.findByUid('uid-1')).toBeUndefined();
  expect(await sessions.find('session')).toBeUndefined();
});
