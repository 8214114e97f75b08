import { existsSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { makePrivate, queueFileName, type Exposure } from './private-folder.ts';

/** The queue cannot be opened at all; nothing can be acknowledged. */
export class QueueUnavailable extends Error {
  /** Whether another agent has it open. */
  readonly inUse: boolean;

  constructor(message: string, options: ErrorOptions & { inUse?: boolean } = {}) {
    super(message, options);
    this.inUse = options.inUse ?? false;
  }
}

export type QueueFile = Readonly<{
  database: DatabaseSync;
  /** Where an unreadable file of an earlier run was put, if there was one. */
  quarantined: string | undefined;
}> &
  Exposure;

const schemaVersion = 1;
const unreadable = new Set([11, 26]); // SQLITE_CORRUPT, SQLITE_NOTADB
const busy = 5; // SQLITE_BUSY

/**
 * Opens the queue in a folder, for this process alone. A file that SQLite cannot read is set aside, not deleted: what
 * it held was acknowledged, and a person may still save it.
 */
export function openQueueFile(folder: string, { maxBytes, now }: { maxBytes: number; now: () => number }): QueueFile {
  const path = join(folder, queueFileName);
  let exposure: Exposure = { narrowed: [], isShared: false };
  try {
    exposure = makePrivate(folder);
    return { database: openDatabase(path, maxBytes), quarantined: undefined, ...exposure };
  } catch (error) {
    if (!unreadable.has(sqliteCode(error))) {
      throw unavailable(path, error);
    }
    const quarantined = `${path}.unreadable-${new Date(now()).toISOString().replaceAll(':', '')}`;
    for (const suffix of ['', '-wal', '-shm'].filter((end) => existsSync(path + end))) {
      renameSync(path + suffix, quarantined + suffix);
    }
    makePrivate(folder);
    return { database: openDatabase(path, maxBytes), quarantined, ...exposure };
  }
}

function openDatabase(path: string, maxBytes: number): DatabaseSync {
  const database = new DatabaseSync(path, { timeout: 0 });
  try {
    // FULL makes every commit reach the disk before the acknowledgment leaves. EXCLUSIVE keeps a second agent out.
    database.exec('PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL');
    database.exec('PRAGMA secure_delete = ON; PRAGMA foreign_keys = ON');
    assertReadable(database);
    database.exec(schema);
    const { page_size: pageBytes } = database.prepare('PRAGMA page_size').get() as { page_size: number };
    database.exec(`PRAGMA max_page_count = ${Math.ceil(maxBytes / pageBytes)}`);
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

function assertReadable(database: DatabaseSync): void {
  const { user_version: version } = database.prepare('PRAGMA user_version').get() as { user_version: number };
  if (version > schemaVersion) {
    throw new QueueUnavailable('The queue was written by a newer agent: run that version');
  }
  const { quick_check: verdict } = database.prepare('PRAGMA quick_check(1)').get() as { quick_check: string };
  if (verdict !== 'ok') {
    throw Object.assign(new Error('The queue is damaged'), { errcode: 11 });
  }
}

const schema = `
  BEGIN IMMEDIATE;
  CREATE TABLE IF NOT EXISTS message (
    id INTEGER PRIMARY KEY,
    key TEXT NOT NULL UNIQUE,
    control_id TEXT NOT NULL,
    body BLOB,
    state TEXT NOT NULL DEFAULT 'queued' CHECK (state IN ('queued', 'sent', 'parked')),
    received_at INTEGER NOT NULL,
    finished_at INTEGER,
    attempts INTEGER NOT NULL DEFAULT 0,
    not_before INTEGER NOT NULL DEFAULT 0,
    reason TEXT
  ) STRICT;
  CREATE INDEX IF NOT EXISTS message_state ON message (state, id);
  CREATE TABLE IF NOT EXISTS result (
    message_id INTEGER NOT NULL REFERENCES message (id) ON DELETE CASCADE,
    test TEXT NOT NULL,
    observation TEXT NOT NULL,
    sent_at INTEGER NOT NULL,
    UNIQUE (message_id, observation)
  ) STRICT;
  PRAGMA user_version = ${schemaVersion};
  COMMIT`;

function sqliteCode(error: unknown): number {
  // The low byte is the primary code; extended codes such as SQLITE_CORRUPT_INDEX carry more above it.
  return error instanceof Error && 'errcode' in error ? Number(error.errcode) & 0xff : 0;
}

function unavailable(path: string, cause: unknown): Error {
  if (cause instanceof QueueUnavailable) {
    return cause;
  }
  const inUse = sqliteCode(cause) === busy;
  const problem = inUse
    ? 'another device-agent is using it: stop that one, or set DEVICE_AGENT_DATA_DIR'
    : `${cause instanceof Error ? cause.message : 'unknown error'}: check DEVICE_AGENT_DATA_DIR`;
  return new QueueUnavailable(`The queue ${path} cannot be opened: ${problem}`, { cause, inUse });
}
