import { expect, test } from 'vitest';
import { transaction } from '#test/lab-transaction.ts';
import { temporaryFolder } from '#test/temporary-folder.ts';
import { createMessageQueue } from './message-queue.ts';
import { openQueueFile } from './queue-file.ts';

function openQueue(clock = { now: 0 }, maxBytes = 1_048_576) {
  const folder = temporaryFolder();
  const { database, close } = openQueueFile(folder.path, { maxBytes, now: () => clock.now });
  const queue = createMessageQueue(database, () => clock.now);
  const add = (...messages: Parameters<typeof transaction>[]) => queue.add(messages.map((one) => transaction(...one)));
  const ids = (limit = 9) => queue.take(limit).map(({ controlId }) => controlId);
  const first = () => queue.take(1)[0]?.id ?? 0;
  const dispose = (): void => {
    close();
    folder[Symbol.dispose]();
  };
  return { queue, database, clock, add, ids, first, [Symbol.dispose]: dispose };
}

test('queue, given messages, leases them oldest first, each once', () => {
  using opened = openQueue();
  const { queue, add, ids } = opened;
  add(['a'], ['b'], ['c']);

  expect(queue.take(2)).toMatchObject([
    { controlId: 'a', attempts: 0, entries: transaction('a').entries },
    { controlId: 'b' },
  ]);
  expect([ids(), ids()]).toEqual([['c'], []]);
});

test('[D7] queue, when a lease has run out, leases the message again', () => {
  using opened = openQueue();
  const { add, ids, clock } = opened;
  add(['a']);
  ids();

  clock.now = 599_999;
  expect(ids()).toEqual([]);
  clock.now = 600_000;
  expect(ids()).toEqual(['a']);
});

test('[F2] queue, when an agent was killed on the way, gives back at once what it had taken', () => {
  using opened = openQueue();
  const { queue, add, ids } = opened;
  add(['a'], ['b']);
  ids();

  queue.giveBackAll();

  expect(ids()).toEqual(['a', 'b']);
});

test('[D7] queue, given several messages of one patient, leases one at a time, in their order', () => {
  using opened = openQueue();
  const { queue, add, ids } = opened;
  add(['a', 'Sam'], ['b', 'Sam'], ['c', 'Lena']);

  const [first] = queue.take(9);
  expect(ids()).toEqual([]);
  queue.markSent(first?.id ?? 0, []);

  expect(ids()).toEqual(['b']);
});

test('[D7] queue, when a message is postponed, holds back those of the same patient and no others', () => {
  using opened = openQueue();
  const { queue, add, ids, first, clock } = opened;
  add(['a', 'Sam'], ['b', 'Sam'], ['c', 'Lena']);

  queue.postpone(first(), 1000);

  expect([ids(), queue.nextDueAt()]).toEqual([['c'], 1000]);
  clock.now = 1000;
  expect(queue.take(1)).toMatchObject([{ controlId: 'a', attempts: 1 }]);
});

test('[D7] queue, when hundreds wait behind a postponed message of one patient, leases those of others', () => {
  using opened = openQueue();
  const { queue, add, ids, first } = opened;
  add(...Array.from({ length: 300 }, (_, index): [string, string] => [`s${index}`, 'Sam']), ['z', 'Lena']);

  queue.postpone(first(), 1000);

  expect(ids(1)).toEqual(['z']);
});

test('queue, given the same message twice, keeps one, also after it was sent', () => {
  using opened = openQueue();
  const { queue, add, first } = opened;

  const verdicts = [...add(['a']), ...add(['a'])];
  queue.markSent(first(), []);

  expect([...verdicts, ...add(['a'])]).toEqual(['added', 'duplicate', 'duplicate']);
  expect(queue.counts()).toEqual({ queued: 0, sent: 1, parked: 0, dropped: 0 });
});

test('[F13] queue, when a message was sent, erases its content and remembers where its results are', () => {
  using opened = openQueue({ now: 5 });
  const { queue, database, add, first } = opened;
  add(['a', 'Sam']);

  queue.markSent(first(), [{ test: 'Glucose', reference: 'Observation/1' }]);

  expect(database.prepare('SELECT body FROM content').all()).toEqual([]);
  expect(database.prepare('SELECT partition FROM message').all()).toEqual([{ partition: null }]);
  expect(queue.lastResults(9)).toEqual([{ test: 'Glucose', reference: 'Observation/1', sentAt: 5 }]);
});

test('[F11] queue, when a message was parked, keeps its content and its reason and goes on with the next', () => {
  using opened = openQueue();
  const { queue, database, add, ids, first } = opened;
  add(['a', 'Sam'], ['b', 'Sam']);

  queue.park(first(), 'refused', []);

  expect(queue.list('parked', 9)).toMatchObject([{ controlId: 'a', receivedAt: 0, reason: 'refused' }]);
  expect(database.prepare('SELECT count(*) AS kept FROM content WHERE message_id = 1').get()).toEqual({ kept: 1 });
  expect(ids()).toEqual(['b']);
});

test('[F11] queue, when a person retries a parked message or drops it, sends it again or erases it', () => {
  using opened = openQueue();
  const { queue, database, add, ids, first } = opened;
  add(['a'], ['b'], ['c']);
  const parked = [first(), first()];
  parked.forEach((id) => queue.park(id, 'refused', []));

  expect([queue.retry(parked[0] ?? 0), queue.drop(parked[1] ?? 0), queue.retry(3), queue.drop(99)]).toEqual([
    true,
    true,
    false,
    false,
  ]);
  expect(ids()).toEqual(['a', 'c']);
  expect(queue.find(2)).toMatchObject({ state: 'dropped' });
  expect(database.prepare('SELECT body FROM content WHERE message_id = 2').all()).toEqual([]);
});

test('queue, when a sent message is a month old, forgets it, and none that is younger', () => {
  using opened = openQueue();
  const { queue, add, first, clock } = opened;
  add(['old']);
  queue.markSent(first(), [{ test: 'Glucose', reference: 'Observation/1' }]);
  clock.now = 29 * 24 * 3_600_000;
  add(['younger']);
  queue.park(first(), 'refused', []);
  expect(queue.counts().sent).toBe(1);
  clock.now = 31 * 24 * 3_600_000;
  add(['new']);

  queue.markSent(first(), []);

  expect(queue.counts().sent).toBe(1);
  expect(queue.lastResults(9)).toEqual([]);
});

const large = (key: string): [string, string, string] => [key, key, 'x'.repeat(60_000)];

test('[F10] queue, when its disk space is used up, throws, and takes messages again later', () => {
  using opened = openQueue({ now: 0 }, 200_000);
  const { queue, add, first } = opened;
  add(large('a'));
  add(large('b'));

  expect(() => add(large('c'))).toThrow('database or disk is full');
  expect(queue.counts().queued).toBe(2);
  queue.markSent(first(), []);
  expect(add(large('c'))).toEqual(['added']);
});

test('[F10] queue, when one message of several does not fit, takes none of them', () => {
  using opened = openQueue({ now: 0 }, 200_000);
  const { queue, add } = opened;

  expect(() => add(['small'], large('a'), large('b'), large('c'))).toThrow('full');
  expect(queue.counts().queued).toBe(0);
});

test('[F10] queue, when the memory of sent messages fills the disk, forgets the oldest for a new one', () => {
  using opened = openQueue({ now: 0 }, 120_000);
  const { queue, add } = opened;
  const sendAll = (): void => queue.take(500).forEach(({ id }) => queue.markSent(id, []));
  for (let part = 0; part < 5; part += 1) {
    add(...Array.from({ length: 100 }, (_, index): [string] => [`${part}-${index}`.padEnd(60, 'x')]));
    sendAll();
  }

  expect(add(large('new'))).toEqual(['added']);
});

test('queue, when a message within a greater transaction does not fit, forgets nothing for it', () => {
  using opened = openQueue({ now: 0 }, 120_000);
  const { queue, add, first } = opened;
  add(['sent']);
  queue.markSent(first(), []);

  expect(() => queue.together(() => add(large('a'), large('b')))).toThrow('full');
  expect(queue.counts()).toMatchObject({ queued: 0, sent: 1 });
});

test('queue, when a message cannot be stored for another reason than space, forgets nothing for it', () => {
  using opened = openQueue();
  const { queue, database, add, first } = opened;
  add(['sent']);
  queue.markSent(first(), []);
  database.exec("CREATE TRIGGER refuse BEFORE INSERT ON content BEGIN SELECT raise(ABORT, 'no'); END");

  expect(() => add(['a'])).toThrow('no');
  expect(queue.counts()).toMatchObject({ queued: 0, sent: 1 });
});

test('queue, given work to do together, does all of it or nothing, and gives its result', () => {
  using opened = openQueue();
  const { queue, add } = opened;
  const fail = (): never => {
    throw new Error('power cut');
  };

  expect(queue.together(() => add(['a']))).toEqual(['added']);
  expect(() => queue.together(() => [add(['b']), fail()])).toThrow('power cut');
  expect(queue.list('queued', 9).map(({ controlId }) => controlId)).toEqual(['a']);
});

test('queue, when messages were taken and not tried, gives them back as they were, and no sent one', () => {
  using opened = openQueue();
  const { queue, add } = opened;
  add(['a'], ['b'], ['c']);
  const taken = queue.take(3).map(({ id }) => id);
  queue.markSent(taken[0] ?? 0, []);

  queue.giveBack(taken);

  expect(queue.take(9).map(({ controlId, attempts }) => [controlId, attempts])).toEqual([
    ['b', 0],
    ['c', 0],
  ]);
});

test('queue, while messages are on their way, counts them among those that wait', () => {
  using opened = openQueue();
  const { queue, add, first } = opened;
  add(['a'], ['b'], ['c']);
  queue.markSent(first(), []);
  first();

  expect([queue.waiting(), queue.counts().queued]).toEqual([2, 2]);
});

test('queue, asked for a message, tells its results; asked for one that it never had, nothing', () => {
  using opened = openQueue();
  const { queue, add, first } = opened;
  add(['a']);
  const results = [{ test: 'Glucose', reference: 'Observation/1' }];
  queue.markSent(first(), results);

  expect(queue.find(1)).toMatchObject({ controlId: 'a', state: 'sent', results });
  expect(queue.find(2)).toBeUndefined();
});

test('queue, when a person would drop a message that is not parked, keeps its content', () => {
  using opened = openQueue();
  const { queue, ids, add } = opened;
  add(['a']);

  expect(queue.drop(1)).toBe(false);
  expect(ids()).toEqual(['a']);
});

test('[D7] queue, when one message is due and a patient has many, looks at a few and not at all', () => {
  using opened = openQueue();
  const { add, ids } = opened;
  add(...Array.from({ length: 12 }, (_, index): [string, string] => [`s${index}`, 'Sam']), ['z', 'Lena']);

  expect(ids(3)).toEqual(['s0']);
});
