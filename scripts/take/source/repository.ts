import { execFileSync } from 'node:child_process';
import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

export type Manifest = Readonly<{
  name: string;
  version: string;
  description: string;
  license: string;
  type: string;
  imports?: Readonly<Record<string, string>>;
  exports?: Readonly<Record<string, string>>;
  scripts?: Readonly<Record<string, string>>;
  dependencies?: Readonly<Record<string, string>>;
  devDependencies?: Readonly<Record<string, string>>;
  optionalDependencies?: Readonly<Record<string, string>>;
  engines?: Readonly<Record<string, string>>;
  packageManager?: string;
}>;

/** A package of this workspace: the root, an app, a library, a double, the tests or the scripts. */
export type Member = Readonly<{ folder: string; manifest: Manifest }>;

/** What git tracks here, and nothing else: no database, no `.env`, no build. */
export type Repository = Readonly<{
  root: string;
  /** Paths relative to the root, with forward slashes. */
  files: ReadonlySet<string>;
  read: (path: string) => string;
  readBytes: (path: string) => Buffer;
  /** The root first. */
  members: readonly Member[];
}>;

/** What is not part of an archive that was downloaded without git. */
const made = [
  '**/node_modules',
  '**/dist',
  '**/.{data,reports,turbo,cache}',
  '**/test-results',
  '**/.env{,.local}',
  '**/.git',
];

/** Reads which files there are, and the packages. */
export function readRepository(root: string): Repository {
  const files = new Set(trackedFiles(root).filter((path) => existsSync(join(root, path))));
  const read = (path: string): string => readFileSync(join(root, path), 'utf8');
  const members = [...files]
    .filter((path) => /^((apps|packages)\/[^/]+\/|e2e\/|scripts\/|bench\/)?package\.json$/.test(path))
    .map((path) => ({ folder: dirname(path), manifest: JSON.parse(read(path)) as Manifest }))
    .sort((one, other) => one.folder.localeCompare(other.folder));
  return { root, files, read, readBytes: (path) => readFileSync(join(root, path)), members };
}

function trackedFiles(root: string): readonly string[] {
  try {
    const options = { cwd: root, maxBuffer: 64 * 1024 * 1024, stdio: 'pipe' } as const;
    return execFileSync('git', ['ls-files', '-z'], options).toString().split('\0').filter(Boolean);
  } catch {
    const entries = globSync('**/*', { cwd: root, exclude: made, withFileTypes: true });
    return entries
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name).slice(root.length).replaceAll('\\', '/').replace(/^\/+/, ''));
  }
}
