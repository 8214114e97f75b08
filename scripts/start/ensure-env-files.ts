import { closeSync, constants, fchmodSync, fstatSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const apps = ['spa-client', 'legacy-proxy', 'device-agent'];
const houseApps = fileURLToPath(new URL('../../apps/', import.meta.url));
const groupAndOthers = 0o077;

/**
 * Gives each app a `.env` for the mock, from its `.env.example`, unless it has one. Only this user may read it: later a
 * real secret stands there.
 */
export function ensureEnvFiles(log: (line: string) => void, appsFolder = houseApps): void {
  for (const app of apps) {
    const file = join(appsFolder, app, '.env');
    if (wasMade(file)) {
      log(`Made apps/${app}/.env from .env.example`);
    } else if (wasNarrowed(file)) {
      log(`Other users could read apps/${app}/.env: now only you can`);
    }
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
