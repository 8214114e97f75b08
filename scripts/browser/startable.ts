import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Returns the first file that exists and starts. A browser without its system libraries exists and does not start. */
export async function findStartable(paths: readonly string[]): Promise<string | undefined> {
  for (const path of paths) {
    if (existsSync(path) && (await isStartable(path))) {
      return path;
    }
  }
  return undefined;
}

async function isStartable(path: string): Promise<boolean> {
  // Chrome on Windows opens a window for `--version`.
  if (process.platform === 'win32') {
    return true;
  }
  try {
    await run(path, ['--version', '--no-sandbox'], { timeout: 20_000 });
    return true;
  } catch {
    return false;
  }
}
