import { expect, test } from 'vitest';
import { temporaryFolder } from '#test/temporary-folder.ts';
import { createMessageQueue } from './message-queue.ts';
import { openQueueFile } from './queue-file.ts';

function openQueue(clock = { now: 0 }, maxBytes = 1_048_576) {
  const folder = temporaryFolder();
  const { database } = openQueueFile(folder.path, { maxBytes, now: () => clock.now });
  const queue = createMessageQueue(database, () => clock.now);
  const dispose = (): void => {
    queue.close();
    folder[Symbol.dispose]();
  };
  return { queue, database, clock, [Symbol.dispose]: dispose };
}

const message = (key: string) => ({ key, controlId: key, body: Buffer.from(`MSH ${key}`) });

test('queue, given messages, hands them out oldest first and keeps each until it is finished', () => {
  using opened = openQueue();
  const { queue } = opened;
  queue.add(message('a'));
  queue.add(message('b'));

  const first = queue.next();
  const again = queue.next();

  expect(first).toMatchObject({ controlId: 'a', attempts: 0 });
  expect(again).toEqual(first);
});

test('queue, given the same message twice, keeps one, also after it was sent', () => {
  using opened = openQueue();
  const { queue } = opened;

  const verdicts = [queue.add(message('a')), queue.add(message('a'))];
  queue.markSent(queue.next()?.id ?? 0, []);

  expect([...verdicts, queue.add(message('a'))]).toEqual(['added', 'duplicate', 'duplicate']);
  expect(queue.counts()).toEqual({ queued: 0, sent: 1, parked: 0 });
});

test('queue, when a message was sent, erases its content and remembers where its results are', () => {
  using opened = openQueue({ now: 5 });
  const { queue, database } = opened;
  queue.add(message('a'));

  queue.markSent(queue.next()?.id ?? 0, [{ test: 'Glucose', observation: 'Observation/1' }]);

  expect(database.prepare('SELECT body FROM message').all()).toEqual([{ body: null }]);
  expect(queue.lastResults(9)).toEqual([{ test: 'Glucose', observation: 'Observation/1', sentAt: 5 }]);
});

test('queue, when a message was parked, keeps its content and its reason and goes on with the next', () => {
  using opened = openQueue();
  const { queue, database } = opened;
  queue.add(message('a'));
  queue.add(message('b'));

  queue.park(queue.next()?.id ?? 0, 'refused', []);

  expect(queue.parked(9)).toEqual([{ controlId: 'a', receivedAt: 0, reason: 'refused' }]);
  expect(database.prepare("SELECT count(body) AS kept FROM message WHERE state = 'parked'").get()).toEqual({ kept: 1 });
  expect(queue.next()?.controlId).toBe('b');
});

test('queue, when a message is postponed, hands out the next and comes back to it in time', () => {
  using opened = openQueue();
  const { queue, clock } = opened;
  queue.add(message('a'));
  queue.add(message('b'));

  queue.postpone(queue.next()?.id ?? 0, 1000);
  const meanwhile = queue.next();
  queue.markSent(meanwhile?.id ?? 0, []);

  expect(meanwhile?.controlId).toBe('b');
  expect([queue.next(), queue.nextDueAt()]).toEqual([undefined, 1000]);
  clock.now = 1000;
  expect(queue.next()).toMatchObject({ controlId: 'a', attempts: 1 });
});

test('queue, when a sent message is a month old, forgets it', () => {
  using opened = openQueue();
  const { queue, clock } = opened;
  queue.add(message('old'));
  queue.markSent(queue.next()?.id ?? 0, [{ test: 'Glucose', observation: 'Observation/1' }]);
  clock.now = 31 * 24 * 3_600_000;
  queue.add(message('new'));

  queue.markSent(queue.next()?.id ?? 0, []);

  expect(queue.counts().sent).toBe(1);
  expect(queue.lastResults(9)).toEqual([]);
});

test('[F10] queue, when the disk is full, throws instead of taking a message, and takes one again later', () => {
  using opened = openQueue({ now: 0 }, 200_000);
  const { queue } = opened;
  const large = (key: string) => ({ ...message(key), body: Buffer.alloc(60_000, 65) });
  queue.add(large('a'));
  queue.add(large('b'));

  expect(() => queue.add(large('c'))).toThrow('database or disk is full');
  queue.markSent(queue.next()?.id ?? 0, []);
  expect(queue.add(large('c'))).toBe('added');
});
