import { chmodSync, closeSync, constants, fchmodSync, mkdirSync, openSync, statSync } from 'node:fs';
import { ConfigError } from '@auth-patterns/auth-config';

const stickyBit = 0o1000;

/**
 * Makes a folder and a database file in it that this user alone can open, before SQLite writes a byte. What an earlier
 * start or a copy left open wider is narrowed.
 */
export function keepPrivate(folder: string, file: string): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  if (statSync(folder).mode & stickyBit) {
    throw unfit('is a folder that users share, such as /tmp: choose one for this application alone');
  }
  try {
    chmodSync(folder, 0o700);
  } catch {
    throw unfit('is a folder of another user: choose one that this application owns');
  }
  // SQLite gives its -wal and -shm files the permissions that the database has.
  narrow(file, constants.O_CREAT);
  for (const suffix of ['-wal', '-shm', '-journal']) {
    narrow(`${file}${suffix}`, 0);
  }
}

function unfit(problem: string): ConfigError {
  return new ConfigError([{ variable: 'LEGACY_PROXY_DATA_DIR', problem }]);
}

/** Opens without following a link, so that one which somebody else planted changes no other file. */
function narrow(file: string, create: number): void {
  try {
    const descriptor = openSync(file, constants.O_RDWR | create | (constants.O_NOFOLLOW ?? 0), 0o600);
    fchmodSync(descriptor, 0o600);
    closeSync(descriptor);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') {
      throw error;
    }
  }
}
