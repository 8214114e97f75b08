import type { DatabaseSync } from 'node:sqlite';
import { inTransaction } from './in-transaction.ts';

/** `queued` counts those on their way as well. */
export type QueueCounts = Readonly<{ queued: number; sent: number; parked: number; dropped: number }>;
export type QueueRow = Readonly<{
  id: number;
  controlId: string;
  channel: string;
  state: string;
  receivedAt: number;
  attempts: number;
  reason: string | null;
}>;
export type StoredResult = Readonly<{ test: string; reference: string }>;
export type RecordedResult = StoredResult & Readonly<{ sentAt: number }>;

/** What people see of the queue, and what they can do with what is parked. No value and no patient is in it. */
export type QueueReport = Readonly<{
  counts: () => QueueCounts;
  /** How many messages are queued or on their way. It costs less than `counts`, which looks at the sent ones, too. */
  waiting: () => number;
  /** The newest first. */
  list: (state: string, limit: number) => readonly QueueRow[];
  find: (id: number) => (QueueRow & Readonly<{ results: readonly StoredResult[] }>) | undefined;
  lastResults: (limit: number) => readonly RecordedResult[];
  /** Puts a parked message back into the queue. Returns whether there was one. */
  retry: (id: number) => boolean;
  /** Erases a parked message for good. Returns whether there was one. */
  drop: (id: number) => boolean;
}>;

const columns = 'id, control_id AS controlId, channel, state, received_at AS receivedAt, attempts, reason FROM message';

export function createQueueReport(database: DatabaseSync, now: () => number): QueueReport {
  const count = database.prepare('SELECT state, count(*) AS number FROM message GROUP BY state');
  const open = database.prepare("SELECT count(*) AS number FROM message WHERE state IN ('queued', 'sending')");
  const rows = database.prepare(`SELECT ${columns} WHERE state = ? ORDER BY id DESC LIMIT ?`);
  const row = database.prepare(`SELECT ${columns} WHERE id = ?`);
  const results = database.prepare('SELECT test, reference FROM result WHERE message_id = ? ORDER BY rowid');
  const last = database.prepare('SELECT test, reference, sent_at AS sentAt FROM result ORDER BY rowid DESC LIMIT ?');
  const requeue = database.prepare(`
    UPDATE message SET state = 'queued', attempts = 0, not_before = 0, reason = NULL, finished_at = NULL
    WHERE id = ? AND state = 'parked'`);
  const erase = database.prepare(`
    UPDATE message SET state = 'dropped', partition = NULL, finished_at = ? WHERE id = ? AND state = 'parked'`);
  const eraseContent = database.prepare('DELETE FROM content WHERE message_id = ?');

  return {
    counts: () => {
      const found = Object.fromEntries(
        (count.all() as { state: string; number: number }[]).map((one) => [one.state, one.number]),
      );
      const {
        queued = 0,
        sending = 0,
        sent = 0,
        parked = 0,
        dropped = 0,
      } = found as Record<string, number | undefined>;
      return { queued: queued + sending, sent, parked, dropped };
    },
    waiting: () => (open.get() as { number: number }).number,
    list: (state, limit) => rows.all(state, limit) as QueueRow[],
    find: (id) => {
      const found = row.get(id) as QueueRow | undefined;
      return found && { ...found, results: results.all(id) as StoredResult[] };
    },
    lastResults: (limit) => last.all(limit) as RecordedResult[],
    retry: (id) => requeue.run(id).changes === 1,
    drop: (id) =>
      inTransaction(database, () => {
        const isDropped = erase.run(now(), id).changes === 1;
        if (isDropped) {
          eraseContent.run(id);
        }
        return isDropped;
      }),
  };
}
