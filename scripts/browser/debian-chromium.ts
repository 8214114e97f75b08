import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { promisify } from 'node:util';
import { findStartable } from './startable.ts';

const run = promisify(execFile);

/** Installs Debian's Chromium where this process may: as root, with apt. */
export async function installDebianChromium(log: (line: string) => void): Promise<string | undefined> {
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) {
    return undefined;
  }
  log("Installing Debian's Chromium (about half a minute) …");
  try {
    await run('apt-get', ['update', '-qq']);
    await run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'chromium'], {
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    });
  } catch {
    log('  apt-get could not install it.');
    return undefined;
  }
  return findStartable(['/usr/bin/chromium']);
}
