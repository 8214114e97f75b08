import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { npm } from './npm.mjs';

/** Runs `npm ci` when there is no installed tree, or when the lockfile is newer than it. */
export async function ensureInstall(root, node) {
  const lockfile = join(root, 'package-lock.json');
  const installed = join(root, 'node_modules', '.package-lock.json');
  if (!existsSync(installed) || statSync(lockfile).mtimeMs > statSync(installed).mtimeMs || isBrowserSkipped(root)) {
    await npm(node, ['ci', '--no-audit', '--no-fund'], root, 'Installing packages');
  }
}

// An `npm ci` under an older Node leaves out optional packages that ask for a newer one, and says nothing.
function isBrowserSkipped(root) {
  const isShipped = process.platform === 'linux' && process.arch === 'x64';
  return isShipped && !existsSync(join(root, 'node_modules', '@sparticuz', 'chromium'));
}
