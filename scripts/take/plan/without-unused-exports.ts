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

/**
 * Leaves out what modules export for others alone that are not taken, what was there only for that, and modules that nobody
 * names any more.
 *
 * @returns the texts of those that are left.
 */
export function withoutUnusedExports({ app, paths, read, resolve }: Modules): ReadonlyMap<string, string> {
  const texts = new Map(paths.map((path) => [path, read(path)]));
  const readText = (path: string): string => texts.get(path) ?? read(path);
  const namesByPlace = (): ReadonlyMap<string, ReadonlySet<string>> => {
    const { names } = reach(texts.keys(), { read: readText, resolve }, (path) => !texts.has(path));
    const found = new Map<string, ReadonlySet<string>>();
    // A module that stands for another one is named by where that was.
    names.forEach((some, path) => {
      const place = placeOf(path, app);
      found.set(place, new Set([...(found.get(place) ?? []), ...some]));
    });
    return found;
  };
  const whole = namesByPlace();
  for (let taken = whole, hasChanged = true; hasChanged; taken = namesByPlace()) {
    hasChanged = false;
    for (const [path, text] of texts) {
      const place = placeOf(path, app);
      const names = taken.get(place);
      // What no import ever named is loaded by a tool, which takes what it looks for.
      if (!whole.has(place) || isRoot(path.replace(`apps/${app}/`, ''))) {
        continue;
      }
      const left = names && withoutUnused(path, text, names);
      hasChanged ||= left !== text;
      if (left === undefined) {
        texts.delete(path);
      } else {
        texts.set(path, left);
      }
    }
  }
  return texts;
}

function withoutUnused(path: string, text: string, taken: ReadonlySet<string>): string {
  const isNeeded = taken.has('*') || [...text.matchAll(exported)].every(([, name = '']) => taken.has(name));
  return isNeeded ? text : removeUnused(path, text, (name) => taken.has(name));
}
