import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
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

/** Folders and files that are no part of a copy that was downloaded, where there is no git to ask: what `.gitignore` names. */
const made =
  /^(?:node_modules|dist|\.git|\.(?:data|lab|reports|turbo|cache)|test-results|(?:playwright|demo)-report|\.env|\.env\.(?!example$).*|.*\.(?:tsbuildinfo|sqlite|sqlite-\w+|pem|key))$/;

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

/** A copy that was downloaded may lie in another repository, which tracks nothing of it. */
function trackedFiles(root: string): readonly string[] {
  if (!existsSync(join(root, '.git'))) {
    return unpackedFiles(root);
  }
  try {
    const options = { cwd: root, maxBuffer: 64 * 1024 * 1024, stdio: 'pipe' } as const;
    return execFileSync('git', ['ls-files', '-z'], options).toString().split('\0').filter(Boolean);
  } catch (error) {
    const { code, stderr } = error as Readonly<{ code?: string; stderr?: Buffer }>;
    if (code === 'ENOENT') {
      return unpackedFiles(root);
    }
    // What git does not track, such as a file with secrets, is not to be taken because git was not asked.
    throw new Error(`git does not say which files are this repository's: ${String(stderr).trim()}`, { cause: error });
  }
}

function unpackedFiles(root: string, folder = ''): readonly string[] {
  const entries = readdirSync(join(root, folder), { withFileTypes: true }).filter(({ name }) => !made.test(name));
  return entries.flatMap((entry) => {
    const path = folder + entry.name;
    return entry.isDirectory() ? unpackedFiles(root, `${path}/`) : entry.isFile() ? [path] : [];
  });
}
