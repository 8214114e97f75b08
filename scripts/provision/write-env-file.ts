import { lstatSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { ProvisionError } from './provision-error.ts';

/** Reads a `.env`; absent when there is none. */
export function readEnvFile(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') {
      return undefined;
    }
    throw error;
  }
}

/**
 * Writes a `.env` that only this user may read, from its first byte, whole or not at all.
 *
 * @throws ProvisionError when a link stands there: it may lead anywhere.
 */
export function writeEnvFile(path: string, text: string): void {
  if (lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink()) {
    throw new ProvisionError('env-file', `${path} is a link. Put a file there, and run this again.`);
  }
  const draft = `${path}.${process.pid}.new`;
  try {
    writeFileSync(draft, text, { flag: 'wx', mode: 0o600 });
    renameSync(draft, path);
  } finally {
    rmSync(draft, { force: true });
  }
}
