import type { DatabaseSync } from 'node:sqlite';

export type QueuedMessage = Readonly<{ id: number; controlId: string; body: Uint8Array; attempts: number }>;
export type NewMessage = Readonly<{ key: string; controlId: string; body: Uint8Array }>;
export type SentResult = Readonly<{ test: string; observation: string }>;
export type QueueCounts = Readonly<{ queued: number; sent: number; parked: number }>;

/** Messages from the wire to the server. What `add` has returned from is on the disk. */
export type MessageQueue = Readonly<{
  add: (message: NewMessage) => 'added' | 'duplicate';
  /** The oldest message that is due. */
  next: () => QueuedMessage | undefined;
  /** When the earliest postponed message is due, in milliseconds since the epoch. */
  nextDueAt: () => number | undefined;
  markSent: (id: number, results: readonly SentResult[]) => void;
  park: (id: number, reason: string, results: readonly SentResult[]) => void;
  postpone: (id: number, untilMs: number) => void;
  counts: () => QueueCounts;
  parked: (limit: number) => readonly ParkedMessage[];
  lastResults: (limit: number) => readonly RecordedResult[];
  close: () => void;
}>;

export type ParkedMessage = Readonly<{ controlId: string; receivedAt: number; reason: string }>;
export type RecordedResult = SentResult & Readonly<{ sentAt: number }>;

/** How long a sent message is remembered, so that a repetition is recognised: 30 days. */
const memoryMs = 30 * 24 * 3_600_000;

export function createMessageQueue(database: DatabaseSync, now: () => number): MessageQueue {
  const insert = database.prepare(
    'INSERT INTO message (key, control_id, body, received_at) VALUES (?, ?, ?, ?) ON CONFLICT (key) DO NOTHING',
  );
  const oldestDue = database.prepare(`
    SELECT id, control_id AS controlId, body, attempts FROM message
    WHERE state = 'queued' AND not_before <= ? ORDER BY id LIMIT 1`);
  const earliest = database.prepare("SELECT min(not_before) AS at FROM message WHERE state = 'queued'");
  const delay = database.prepare('UPDATE message SET attempts = attempts + 1, not_before = ? WHERE id = ?');
  const finish = createFinisher(database, now);

  return {
    add: ({ key, controlId, body }) => (insert.run(key, controlId, body, now()).changes === 1 ? 'added' : 'duplicate'),
    next: () => oldestDue.get(now()) as QueuedMessage | undefined,
    nextDueAt: () => (earliest.get() as { at: number | null }).at ?? undefined,
    markSent: (id, results) => finish(id, 'sent', null, results),
    park: (id, reason, results) => finish(id, 'parked', reason, results),
    postpone: (id, untilMs) => void delay.run(untilMs, id),
    ...createQueueReport(database),
    close: () => database.close(),
  };
}

function createFinisher(database: DatabaseSync, now: () => number) {
  // A sent message is erased, all but its key: the server has it now, and this machine has no further use for it.
  const close = database.prepare(`
    UPDATE message SET state = :state, reason = :reason, finished_at = :at, body = iif(:state = 'sent', NULL, body)
    WHERE id = :id`);
  const record = database.prepare(
    'INSERT OR IGNORE INTO result (message_id, test, observation, sent_at) VALUES (?, ?, ?, ?)',
  );
  const forget = database.prepare("DELETE FROM message WHERE state = 'sent' AND finished_at < ?");

  return (id: number, state: 'sent' | 'parked', reason: string | null, results: readonly SentResult[]): void => {
    database.exec('BEGIN IMMEDIATE');
    try {
      close.run({ state, reason, at: now(), id });
      for (const { test, observation } of results) {
        record.run(id, test, observation, now());
      }
      forget.run(now() - memoryMs);
      database.exec('COMMIT');
    } catch (error) {
      // A full disk makes SQLite roll back on its own.
      if (database.isTransaction) {
        database.exec('ROLLBACK');
      }
      throw error;
    }
  };
}

function createQueueReport(database: DatabaseSync): Pick<MessageQueue, 'counts' | 'parked' | 'lastResults'> {
  const count = database.prepare('SELECT state, count(*) AS number FROM message GROUP BY state');
  const parked = database.prepare(`
    SELECT control_id AS controlId, received_at AS receivedAt, reason FROM message
    WHERE state = 'parked' ORDER BY id DESC LIMIT ?`);
  const results = database.prepare(
    'SELECT test, observation, sent_at AS sentAt FROM result ORDER BY rowid DESC LIMIT ?',
  );
  return {
    counts: () => {
      const rows = count.all() as { state: keyof QueueCounts; number: number }[];
      return { queued: 0, sent: 0, parked: 0, ...Object.fromEntries(rows.map((row) => [row.state, row.number])) };
    },
    parked: (limit) => parked.all(limit) as ParkedMessage[],
    lastResults: (limit) => results.all(limit) as RecordedResult[],
  };
}
