import { removeUnused } from '#take/cut/remove-unused.ts';
import { placeOf } from '#take/fit/place.ts';
import { reach } from '#take/source/reach.ts';
import type { createResolver } from '#take/source/resolve-specifier.ts';
import { isRoot } from './app-files.ts';

const exported = /^export (?:async )?(?:function|const|type) (\w+)/gm;

type Modules = Readonly<{
  app: string;
  /** All that are taken. */
  paths: readonly string[];
  read: (path: string) => string;
  resolve: ReturnType<typeof createResolver>;
}>;

/** Reads modules without what they export for others alone that are not taken; what was there only for that goes with it. */
export function withoutUnusedExports({ app, paths, read, resolve }: Modules): (path: string) => string {
  const texts = new Map(paths.map((path) => [path, read(path)]));
  const readText = (path: string): string => texts.get(path) ?? read(path);
  for (let hasChanged = true; hasChanged;) {
    hasChanged = false;
    // A module that stands for another one is named by where that was.
    const taken = new Map<string, ReadonlySet<string>>();
    for (const [path, names] of reach(paths, { read: readText, resolve }, (path) => !texts.has(path)).names) {
      const place = placeOf(path, app);
      taken.set(place, new Set([...(taken.get(place) ?? []), ...names]));
    }
    for (const [path, text] of texts) {
      const names = taken.get(placeOf(path, app));
      // What no import names is loaded by a tool, which takes what it looks for.
      const left = names && !isRoot(path.replace(`apps/${app}/`, '')) ? withoutUnused(path, text, names) : text;
      hasChanged ||= left !== text;
      texts.set(path, left);
    }
  }
  return readText;
}

function withoutUnused(path: string, text: string, taken: ReadonlySet<string>): string {
  const isNeeded = taken.has('*') || [...text.matchAll(exported)].every(([, name = '']) => taken.has(name));
  return isNeeded ? text : removeUnused(path, text, (name) => taken.has(name));
}
