import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '#test/run-step.ts';

type Locked = Readonly<{
  link?: boolean;
  integrity?: string;
  resolved?: string;
  optionalDependencies?: Record<string, string>;
}>;

/**
 * Packages of a lockfile without a checksum, and optional ones without an entry: on another platform `npm ci` would
 * refuse the lockfile.
 */
export function incompleteLockfile(): string[] {
  return ['package-lock.json', 'scripts/node/package-lock.json', 'scripts/mutate/stryker/package-lock.json'].flatMap(
    (path) => {
      const { packages } = JSON.parse(readFileSync(join(root, path), 'utf8')) as { packages: Record<string, Locked> };
      return problemsOf(packages).map((problem) => `${path}: ${problem}`);
    },
  );
}

/** What is missing in the `packages` of a lockfile. */
export function problemsOf(packages: Readonly<Record<string, Locked>>): string[] {
  return Object.entries(packages).flatMap(([path, entry]) => {
    const isFetched = path.includes('node_modules/') && !entry.link;
    const unchecked = isFetched && !entry.integrity ? [`${path} has no checksum`] : [];
    const missing = Object.keys(entry.optionalDependencies ?? {})
      .filter((name) => !isLocked(packages, path, name))
      .map((name) => `${name}, optional for ${path || 'the root'}, has no entry`);
    return [...unchecked, ...missing];
  });
}

function isLocked(packages: Readonly<Record<string, Locked>>, from: string, name: string): boolean {
  const folders = from.split('/node_modules/');
  return (
    folders.some((_, index) => {
      const parent = folders.slice(0, folders.length - index).join('/node_modules/');
      return packages[`${parent ? `${parent}/` : ''}node_modules/${name}`] !== undefined;
    }) || packages[`node_modules/${name}`] !== undefined
  );
}
