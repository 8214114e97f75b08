import { readFileSync } from 'node:fs';
import { join, normalize, posix } from 'node:path';
import { root } from '#test/run-step.ts';
import { trackedFiles } from './tracked-files.ts';

/** One file imports another, as paths below the package's `src`. */
export type Import = Readonly<{ from: string; to: string }>;

const statement = /^(?:import|export)\s[^;'"]*?\bfrom\s+'([^']+)'|^import\s+'([^']+)'|\bimport\('([^']+)'\)/gm;

/** The imports inside a package, those of types included. Tests may import everything, so they are left out. */
export function packageImports(folder: string): Import[] {
  const manifest = JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8')) as {
    imports?: Readonly<Record<string, string>>;
  };
  return trackedFiles('*.ts', '*.tsx')
    .map((path) => path.replaceAll('\\', '/'))
    .filter((path) => path.startsWith(`${folder}/src/`) && !/(?:\.test\.tsx?|\/test-[^/]*)$/.test(path))
    .flatMap((path) => {
      const from = path.slice(`${folder}/src/`.length);
      return importsOf(from, readFileSync(join(root, path), 'utf8'), manifest.imports);
    });
}

/** What one file imports of its own package. */
export function importsOf(from: string, text: string, aliases: Readonly<Record<string, string>> = {}): Import[] {
  return [...text.matchAll(statement)].flatMap(([, first, second, third]) => {
    const to = resolveImport(from, first ?? second ?? third ?? '', aliases);
    return to === undefined ? [] : [{ from, to }];
  });
}

function resolveImport(from: string, name: string, aliases: Readonly<Record<string, string>>): string | undefined {
  if (name.startsWith('.')) {
    return posix.join(posix.dirname(from), name);
  }
  const [layer = '', ...rest] = name.split('/');
  const target = aliases[name] ?? aliases[`${layer}/*`]?.replace('*', rest.join('/'));
  const path = target && normalize(target).replaceAll('\\', '/');
  return path?.startsWith('src/') ? path.slice('src/'.length) : undefined;
}
