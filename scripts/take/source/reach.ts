import { moduleSpecifiers } from './module-specifiers.ts';
import type { Target } from './resolve-specifier.ts';

const modules = /\.(?:[cm]?[jt]s|[jt]sx)$/;

/** What modules lead to. */
export type Reach = Readonly<{
  files: ReadonlySet<string>;
  /** Packages of the registry. */
  packages: ReadonlySet<string>;
  /** What is taken from each file, by those that name it; `*` for all. */
  names: ReadonlyMap<string, ReadonlySet<string>>;
}>;

type Reader = Readonly<{
  read: (path: string) => string;
  resolve: (from: string, specifier: string) => Target | undefined;
}>;

/** Follows the modules that modules name, from `roots` on. What `stop` is true of is named but not followed. */
export function reach(
  roots: Iterable<string>,
  { read, resolve }: Reader,
  stop: (path: string) => boolean = () => false,
): Reach {
  const files = new Set<string>();
  const packages = new Set<string>();
  const names = new Map<string, Set<string>>();
  const waiting = [...roots];
  for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
    if (files.has(path) || stop(path)) {
      continue;
    }
    files.add(path);
    for (const { value, names: taken } of modules.test(path) ? moduleSpecifiers(path, read(path)) : []) {
      const target = resolve(path, value);
      if (target && 'package' in target) {
        packages.add(target.package);
      } else if (target) {
        const known = names.get(target.file) ?? new Set();
        taken.forEach((name) => known.add(name));
        names.set(target.file, known);
        waiting.push(target.file);
      }
    }
  }
  return { files, packages, names };
}
