import { closeSync, constants, openSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

/** Begins with the queue's name, so that what closes the queue to other users closes it as well. */
const lockName = 'queue.sqlite.lock';

/**
 * Keeps a second agent out of a folder for as long as this process lives, however it ends. The queue itself stays open to
 * the commands that look at it. SQLite's own lock does it, because Node has none.
 *
 * @throws an error of SQLite, code 5, when another agent has it.
 */
export function lockFolder(folder: string): Disposable {
  const path = join(folder, lockName);
  closeSync(openSync(path, constants.O_RDWR | constants.O_CREAT | (constants.O_NOFOLLOW ?? 0), 0o600));
  const database = new DatabaseSync(path, { timeout: 0 });
  try {
    database.exec('PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE');
  } catch (error) {
    database.close();
    throw error;
  }
  return { [Symbol.dispose]: () => database.close() };
}
