import type { DatabaseSync } from 'node:sqlite';
import { inTransaction } from './in-transaction.ts';
import { createQueueReport, type QueueReport, type StoredResult } from './queue-report.ts';
import type { Entry, Transaction } from './transaction.ts';

export type QueuedMessage = Readonly<{
  id: number;
  key: string;
  controlId: string;
  channel: string;
  partition: string;
  attempts: number;
  entries: readonly Entry[];
  original: Transaction['original'];
}>;
export type Added = 'added' | 'duplicate';

/** Messages from the inputs to the server. What `add` has returned from is on the disk. */
export type MessageQueue = QueueReport &
  Readonly<{
    /** Adds all of them in one commit, or none. */
    add: (messages: readonly Transaction[]) => readonly Added[];
    /**
     * Leases the oldest messages that are due, at most one of each partition and only when no earlier one of it is open.
     * A lease that runs out gives a message back.
     */
    take: (limit: number) => readonly QueuedMessage[];
    /** When the earliest postponed message is due, in milliseconds since the epoch. */
    nextDueAt: () => number | undefined;
    markSent: (id: number, results: readonly StoredResult[]) => void;
    park: (id: number, reason: string, results: readonly StoredResult[]) => void;
    /** Gives a message back until a time; it counts as an attempt. */
    postpone: (id: number, untilMs: number) => void;
    /** Gives messages back at once, as if they had not been taken. */
    giveBack: (ids: readonly number[]) => void;
    /** Gives back what an agent that was killed had taken. */
    giveBackAll: () => void;
    /** Does all of this in one commit. */
    together: <Value>(work: () => Value) => Value;
  }>;

export type QueueLimits = Readonly<{
  /** How long a sent message is remembered, so that a repetition is recognised, in milliseconds. Default is 30 days. */
  memoryMs?: number;
  /** How long a message may be on its way, in milliseconds. Default is 10 minutes. */
  leaseMs?: number;
}>;

const dayMs = 24 * 3_600_000;

export function createMessageQueue(
  database: DatabaseSync,
  now: () => number,
  { memoryMs = 30 * dayMs, leaseMs = 600_000 }: QueueLimits = {},
): MessageQueue {
  const earliest = database.prepare(
    "SELECT min(not_before) AS at FROM message WHERE state = 'queued' AND not_before > ?",
  );
  const delay = database.prepare(
    "UPDATE message SET state = 'queued', attempts = attempts + 1, not_before = ? WHERE id = ?",
  );
  const back = database.prepare("UPDATE message SET state = 'queued' WHERE id = ? AND state = 'sending'");
  const backAll = database.prepare("UPDATE message SET state = 'queued' WHERE state = 'sending'");
  const finish = createFinisher(database, now, memoryMs);
  const together = <Value>(work: () => Value): Value => inTransaction(database, work);

  return {
    add: createAdd(database, now),
    take: createTake(database, now, leaseMs),
    nextDueAt: () => (earliest.get(now()) as { at: number | null }).at ?? undefined,
    markSent: (id, results) => finish(id, 'sent', null, results),
    park: (id, reason, results) => finish(id, 'parked', reason, results),
    postpone: (id, untilMs) => void delay.run(untilMs, id),
    giveBack: (ids) => together(() => ids.forEach((id) => back.run(id))),
    giveBackAll: () => void backAll.run(),
    together,
    ...createQueueReport(database, now),
  };
}

const sqliteFull = 13;

function createAdd(database: DatabaseSync, now: () => number): MessageQueue['add'] {
  const insert = database.prepare(`
    INSERT INTO message (key, control_id, channel, partition, received_at) VALUES (?, ?, ?, ?, ?)
    ON CONFLICT (key) DO NOTHING`);
  const insertContent = database.prepare('INSERT INTO content (message_id, body) VALUES (?, ?)');
  const forgetOldest = database.prepare(`
    DELETE FROM message WHERE id IN (SELECT id FROM message WHERE state IN ('sent', 'dropped') ORDER BY id LIMIT 10000)`);

  const addAll = (messages: readonly Transaction[]): readonly Added[] =>
    inTransaction(database, () =>
      messages.map(({ key, controlId, channel, partition, entries, original }) => {
        const { changes, lastInsertRowid } = insert.run(key, controlId, channel, partition, now());
        if (changes === 0) {
          return 'duplicate';
        }
        insertContent.run(lastInsertRowid, JSON.stringify({ entries, original }));
        return 'added';
      }),
    );

  return (messages) => {
    const isPart = database.isTransaction;
    try {
      return addAll(messages);
    } catch (error) {
      // New results are worth more than the memory of old ones. Whoever began a transaction has to give it up first.
      const isFull = error instanceof Error && 'errcode' in error && error.errcode === sqliteFull;
      if (isPart || !isFull || forgetOldest.run().changes === 0) {
        throw error;
      }
      return addAll(messages);
    }
  };
}

type Leased = Omit<QueuedMessage, 'entries' | 'original'>;
type Candidate = Readonly<{ id: number; partition: string; isDue: number }>;

function createTake(database: DatabaseSync, now: () => number, leaseMs: number): MessageQueue['take'] {
  const expired = database.prepare("UPDATE message SET state = 'queued' WHERE state = 'sending' AND leased_until <= ?");
  const sending = database.prepare("SELECT partition FROM message WHERE state = 'sending'");
  const oldest = database.prepare(`
    SELECT id, partition, not_before <= ? AS isDue FROM message WHERE state = 'queued' ORDER BY id`);
  const lease = database.prepare(`
    UPDATE message SET state = 'sending', leased_until = ? WHERE id = ?
    RETURNING id, key, control_id AS controlId, channel, partition, attempts`);
  const content = database.prepare('SELECT body FROM content WHERE message_id = ?');

  return (limit) =>
    inTransaction(database, () => {
      expired.run(now());
      const busy = new Set((sending.all() as { partition: string }[]).map(({ partition }) => partition));
      const due: number[] = [];
      // Many messages may be of one patient, and a postponed one holds back its partition: looks on until one is due.
      let looked = 0;
      for (const { id, partition, isDue } of oldest.iterate(now()) as Iterable<Candidate>) {
        if (!busy.has(partition) && isDue === 1) {
          due.push(id);
        }
        busy.add(partition);
        looked += 1;
        if (due.length === limit || (due.length > 0 && looked >= limit * 4)) {
          break;
        }
      }
      return due.map((id) => {
        const message = lease.get(now() + leaseMs, id) as unknown as Leased;
        const { body } = content.get(id) as { body: string };
        return { ...message, ...(JSON.parse(body) as Pick<QueuedMessage, 'entries' | 'original'>) };
      });
    });
}

function createFinisher(database: DatabaseSync, now: () => number, memoryMs: number) {
  // A sent message is erased, all but its key: the server has it now, and this machine has no further use for it.
  const close = database.prepare(`
    UPDATE message SET state = :state, reason = :reason, finished_at = :at,
      partition = iif(:state = 'sent', NULL, partition)
    WHERE id = :id`);
  const erase = database.prepare('DELETE FROM content WHERE message_id = ?');
  const record = database.prepare(
    'INSERT OR IGNORE INTO result (message_id, test, reference, sent_at) VALUES (?, ?, ?, ?)',
  );
  const forget = database.prepare("DELETE FROM message WHERE state IN ('sent', 'dropped') AND finished_at < ?");
  let forgotAt = -Infinity;

  return (id: number, state: 'sent' | 'parked', reason: string | null, results: readonly StoredResult[]): void =>
    inTransaction(database, () => {
      close.run({ state, reason, at: now(), id });
      if (state === 'sent') {
        erase.run(id);
      }
      for (const { test, reference } of results) {
        record.run(id, test, reference, now());
      }
      if (now() - forgotAt > 60_000) {
        forgotAt = now();
        forget.run(now() - memoryMs);
      }
    });
}
