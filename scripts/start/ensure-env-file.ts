import { closeSync, constants, fchmodSync, fstatSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const groupAndOthers = 0o077;

/**
 * Gives an app a `.env` for the mock, from its `.env.example`, unless it has one. Only this user may read it: later a real
 * secret stands there.
 *
 * @param folder - The app's folder.
 * @param shown - What to call the file when something is said of it.
 */
export function ensureEnvFile(folder: string, shown: string, log: (line: string) => void): void {
  const file = join(folder, '.env');
  if (wasMade(file)) {
    log(`Made ${shown} from .env.example`);
  } else if (wasNarrowed(file)) {
    log(`Other users could read ${shown}: now only you can`);
  }
}

/** Private from its first byte, and never in place of a file or link that is there. */
function wasMade(file: string): boolean {
  try {
    writeFileSync(file, readFileSync(`${file}.example`), { flag: 'wx', mode: 0o600 });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') {
      return false;
    }
    throw error;
  }
}

/** Leaves links alone, and files of another user. Windows has no such modes. */
function wasNarrowed(file: string): boolean {
  if (process.platform === 'win32') {
    return false;
  }
  let descriptor: number | undefined;
  try {
    descriptor = openSync(file, constants.O_RDONLY | constants.O_NOFOLLOW);
    const { mode } = fstatSync(descriptor);
    if ((mode & groupAndOthers) === 0) {
      return false;
    }
    fchmodSync(descriptor, mode & 0o700);
    return true;
  } catch {
    return false;
  } finally {
    if (descriptor !== undefined) {
      closeSync(descriptor);
    }
  }
}
