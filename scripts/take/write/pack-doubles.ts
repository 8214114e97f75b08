import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { builtManifest } from '#take/fit/built-manifest.ts';
import { reach } from '#take/source/reach.ts';
import type { Manifest, Repository } from '#take/source/repository.ts';
import { createResolver } from '#take/source/resolve-specifier.ts';
import { npmCommand } from './npm-command.ts';

/** A packed double: its file name and what is in it. */
export type Double = Readonly<{ file: string; bytes: Buffer }>;

const names = ['mock-medplum', 'mock-idp'];

/** Packs the doubles as npm packs a package, as JavaScript: Node strips no types below `node_modules`. */
export function packDoubles(repository: Repository): Readonly<Record<string, Double>> {
  const folder = mkdtempSync(join(tmpdir(), 'doubles-'));
  try {
    return Object.fromEntries(names.map((name) => [name, packDouble(repository, name, folder)]));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function packDouble(repository: Repository, name: string, folder: string): Double {
  const source = `packages/${name}`;
  const target = join(folder, name);
  const manifest = JSON.parse(repository.read(`${source}/package.json`)) as Manifest &
    Readonly<{ bin?: Record<string, string> }>;
  const modules = builtModules(repository, source, manifest);
  const config = join(folder, `${name}.json`);
  writeFileSync(config, JSON.stringify(buildConfig(repository.root, source, modules, target)));
  run(repository.root, join(repository.root, 'node_modules/.bin/tsc'), ['-p', config]);
  for (const path of repository.files) {
    if (path.startsWith(`${source}/src/`) && !path.endsWith('.ts')) {
      cpSync(join(repository.root, path), join(target, path.slice(source.length)));
    }
  }
  const texts = {
    'package.json': JSON.stringify(builtManifest(manifest, name), null, 2),
    'README.md': unscoped(repository.read(`${source}/README.md`)),
    LICENSE: repository.read('LICENSE'),
  };
  Object.entries(texts).forEach(([path, text]) => writeFileSync(join(target, path), text));
  const [npm, ...args] = npmCommand();
  run(target, npm, [...args, 'pack', '--silent', '--ignore-scripts', '--pack-destination', folder]);
  const file = `${name}-${manifest.version}.tgz`;
  return { file, bytes: readFileSync(join(folder, file)) };
}

/** All that is not for tests alone; what is started as a process of its own is imported by nobody. */
function builtModules(
  repository: Repository,
  source: string,
  manifest: Manifest & Readonly<{ bin?: Record<string, string> }>,
): readonly string[] {
  const all = [...repository.files].filter((path) => path.startsWith(`${source}/src/`) && path.endsWith('.ts'));
  const tests = all.filter((path) => path.endsWith('.test.ts'));
  const entries = [...Object.values(manifest.exports ?? {}), ...Object.values(manifest.bin ?? {})].map((path) =>
    join(source, path),
  );
  const modules = { read: repository.read, resolve: createResolver(repository) };
  const used = reach(entries, modules).files;
  const tested = reach(tests, modules).files;
  return all.filter((path) => used.has(path) || !tested.has(path));
}

function buildConfig(root: string, source: string, modules: readonly string[], target: string): object {
  return {
    extends: join(root, source, 'tsconfig.json'),
    compilerOptions: {
      noEmit: false,
      noCheck: true,
      declaration: true,
      rootDir: join(root, source),
      outDir: target,
      typeRoots: [join(root, 'node_modules/@types')],
      allowImportingTsExtensions: false,
      rewriteRelativeImportExtensions: true,
    },
    files: modules.map((path) => join(root, path)),
    include: [],
  };
}

function unscoped(text: string): string {
  return text.replaceAll('@auth-patterns/', '');
}

function run(cwd: string, program: string, args: readonly string[]): void {
  mkdirSync(dirname(cwd), { recursive: true });
  try {
    execFileSync(program, args, { cwd, stdio: 'pipe' });
  } catch (error) {
    const { stdout, stderr } = error as Readonly<{ stdout?: Buffer; stderr?: Buffer }>;
    throw new Error(`${program} ${args.join(' ')} failed:\n${String(stdout ?? '')}${String(stderr ?? '')}`, {
      cause: error,
    });
  }
}
