import { dirname } from 'node:path';
import { type Import, packageImports } from './package-imports.ts';
import { trackedFiles } from './tracked-files.ts';

/** Circles of imports in an app or a package, types included, between files or between folders: to change one, you read all. */
export function importCircles(): string[] {
  return trackedFiles('package.json')
    .map((path) => dirname(path).replaceAll('\\', '/'))
    .filter((folder) => /^(?:packages|apps)\//.test(folder))
    .flatMap((folder) => circlesIn(packageImports(folder)).map((circle) => `${folder}/src: ${circle}`));
}

/** One circle between files and one between folders, when there are any. */
export function circlesIn(imports: readonly Import[]): string[] {
  const circles = [findCircle(imports), findCircle(imports.map(betweenSiblings))];
  return [...new Set(circles.flatMap((circle) => (circle ? [circle.join(' → ')] : [])))];
}

/** The two folders that an import leads between: those just below the folder that holds both files. */
function betweenSiblings({ from, to }: Import): Import {
  const [ours, theirs] = [from.split('/'), to.split('/')];
  const shared = ours.findIndex(
    (part, at) => part !== theirs[at] || at === ours.length - 1 || at === theirs.length - 1,
  );
  return { from: siblingAt(ours, shared), to: siblingAt(theirs, shared) };
}

/** A folder's own files count as one, apart from `src` itself, where each is an entry of its own. */
function siblingAt(path: readonly string[], depth: number): string {
  const isFile = path.length === depth + 1;
  return isFile && depth > 0 ? `${path.slice(0, depth).join('/')}/*` : path.slice(0, depth + 1).join('/');
}

function findCircle(imports: readonly Import[]): string[] | undefined {
  const targets = new Map<string, Set<string>>();
  for (const { from, to } of imports.filter((one) => one.from !== one.to)) {
    targets.set(from, (targets.get(from) ?? new Set()).add(to));
  }
  const done = new Set<string>();

  function walk(name: string, path: readonly string[]): string[] | undefined {
    if (path.includes(name)) {
      return [...path.slice(path.indexOf(name)), name];
    }
    if (done.has(name)) {
      return undefined;
    }
    for (const target of targets.get(name) ?? []) {
      const circle = walk(target, [...path, name]);
      if (circle) {
        return circle;
      }
    }
    done.add(name);
    return undefined;
  }

  for (const name of targets.keys()) {
    const circle = walk(name, []);
    if (circle) {
      return circle;
    }
  }
  return undefined;
}
