import { cpSync, mkdirSync, mkdtempSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { appFolder } from './build-and-serve.ts';

const repository = join(appFolder, '../..');
const left = new Set(['node_modules', 'dist', '.reports', '.data', '.turbo', '.env', 'features']);

/**
 * Copies spa-client and takes all features out as its README says: their folders, and their lines in `features.ts`.
 *
 * @returns The app's folder, and the folder to delete afterwards.
 */
export function copyCore(): Readonly<{ root: string; copy: string }> {
  const copy = mkdtempSync(join(tmpdir(), 'spa-client-core-'));
  const root = join(copy, 'apps/spa-client');
  mkdirSync(root, { recursive: true });
  symlinkSync(join(repository, 'node_modules'), join(copy, 'node_modules'), 'junction');
  cpSync(join(repository, 'tsconfig.base.json'), join(copy, 'tsconfig.base.json'));
  cpSync(appFolder, root, { recursive: true, filter: (path) => !left.has(basename(path)) });
  const list = join(root, 'src/features.ts');
  writeFileSync(list, withoutFeatures(readFileSync(list, 'utf8')));
  return { root, copy };
}

function withoutFeatures(list: string): string {
  return list
    .split('\n')
    .filter((line) => !line.includes("import('#features/"))
    .join('\n');
}
