import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { npmCommand } from './npm-command.ts';

type Lockfile = Readonly<{ packages: Readonly<Record<string, Readonly<{ link?: boolean }>>> }>;

/**
 * Has npm make the lockfile of a folder out of this repository's: the same versions with the same checksums, for every
 * platform, and no question to a registry.
 *
 * @param known - Text of a lockfile that holds all packages of the folder.
 */
export function makeLockfile(folder: string, known: string): void {
  const { name, version, ...manifest } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Record<
    string,
    unknown
  >;
  const { packages, ...rest } = JSON.parse(known) as Lockfile;
  const fromRegistry = Object.entries(packages).filter(([path, { link }]) => path.startsWith('node_modules/') && !link);
  const seed = {
    ...rest,
    name,
    version,
    packages: { '': { name, version, ...manifest }, ...Object.fromEntries(fromRegistry) },
  };
  writeFileSync(join(folder, 'package-lock.json'), `${JSON.stringify(seed, null, 2)}\n`);
  const [npm, ...args] = npmCommand();
  const options = ['install', '--package-lock-only', '--offline', '--ignore-scripts', '--no-audit', '--no-fund'];
  // Its own cache, which is empty: what npm remembers of other packages says nothing here, and takes it seconds to read.
  const cache = mkdtempSync(join(tmpdir(), 'npm-cache-'));
  try {
    execFileSync(npm, [...args, ...options, '--cache', cache], { cwd: folder, stdio: 'pipe' });
  } finally {
    rmSync(cache, { recursive: true });
  }
}
