import { existsSync, renameSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { makePrivate, queueFileName, type Exposure } from './private-folder.ts';
import { lockFolder } from './queue-lock.ts';
import { queueSchema, queueSchemaVersion } from './queue-schema.ts';

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
  /** Closes the queue and lets another agent have the folder. */
  close: () => void;
}> &
  Exposure;

const unreadable = new Set([11, 26]); // SQLITE_CORRUPT, SQLITE_NOTADB
const busy = 5; // SQLITE_BUSY
/** How long a statement waits while a command of another process, such as `queue retry`, writes. */
const busyMs = 2000;

/**
 * Opens the queue in a folder, for this agent alone. A file that SQLite cannot read is set aside, not deleted: what
 * it held was acknowledged, and a person may still save it.
 */
export function openQueueFile(folder: string, { maxBytes, now }: { maxBytes: number; now: () => number }): QueueFile {
  const path = join(folder, queueFileName);
  let lock: Disposable | undefined;
  try {
    const exposure = makePrivate(folder);
    lock = lockFolder(folder);
    const opened = openOrSetAside(path, maxBytes, now);
    const held = lock;
    const close = (): void => {
      opened.database.close();
      held[Symbol.dispose]();
    };
    return { ...opened, ...exposure, close };
  } catch (error) {
    lock?.[Symbol.dispose]();
    throw unavailable(path, error);
  }
}

/** Opens the queue of an agent that may be running, for a command that looks at it. */
export function joinQueueFile(folder: string, maxBytes: number): DatabaseSync {
  const path = join(folder, queueFileName);
  try {
    makePrivate(folder);
    // Whoever runs the agent has looked for damage: that reads the whole file, which a look at the queue should not.
    return openDatabase(path, maxBytes, { isChecked: false });
  } catch (error) {
    throw unavailable(path, error);
  }
}

function openOrSetAside(path: string, maxBytes: number, now: () => number): Omit<QueueFile, keyof Exposure | 'close'> {
  try {
    return { database: openDatabase(path, maxBytes), quarantined: undefined };
  } catch (error) {
    if (!unreadable.has(sqliteCode(error))) {
      throw error;
    }
    const quarantined = `${path}.unreadable-${new Date(now()).toISOString().replaceAll(':', '')}`;
    for (const suffix of ['', '-wal', '-shm'].filter((end) => existsSync(path + end))) {
      renameSync(path + suffix, quarantined + suffix);
    }
    makePrivate(dirname(path));
    return { database: openDatabase(path, maxBytes), quarantined };
  }
}

function openDatabase(path: string, maxBytes: number, { isChecked = true } = {}): DatabaseSync {
  const database = new DatabaseSync(path, { timeout: busyMs });
  try {
    // FULL makes every commit reach the disk before the acknowledgment leaves.
    database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL');
    database.exec('PRAGMA secure_delete = ON; PRAGMA foreign_keys = ON');
    assertKnownVersion(database);
    if (isChecked) {
      assertSound(database);
    }
    database.exec(queueSchema);
    const { page_size: pageBytes } = database.prepare('PRAGMA page_size').get() as { page_size: number };
    database.exec(`PRAGMA max_page_count = ${Math.ceil(maxBytes / pageBytes)}`);
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

function assertKnownVersion(database: DatabaseSync): void {
  const { user_version: version } = database.prepare('PRAGMA user_version').get() as { user_version: number };
  if (version > queueSchemaVersion) {
    throw new QueueUnavailable('The queue was written by a newer agent: run that version');
  }
  if (version === 1) {
    dropFirstSchema(database);
  }
}

function assertSound(database: DatabaseSync): void {
  const { quick_check: verdict } = database.prepare('PRAGMA quick_check(1)').get() as { quick_check: string };
  if (verdict !== 'ok') {
    throw Object.assign(new Error('The queue is damaged'), { errcode: 11 });
  }
}

/** The first version kept HL7 text, which this one does not read. */
function dropFirstSchema(database: DatabaseSync): void {
  const { open } = database.prepare("SELECT count(*) AS open FROM message WHERE state <> 'sent'").get() as {
    open: number;
  };
  if (open > 0) {
    throw new QueueUnavailable(
      `An earlier agent left ${open} messages in the queue: run that version until it is empty`,
    );
  }
  database.exec('DROP TABLE result; DROP TABLE message');
}

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
