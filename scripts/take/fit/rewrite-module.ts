import { posix } from 'node:path';
import { MagicString } from 'magic-string';
import { moduleSpecifiers } from '#take/source/module-specifiers.ts';
import type { Target } from '#take/source/resolve-specifier.ts';
import { ownName, placeOf } from './place.ts';

type Move = Readonly<{
  /** Path here. */
  path: string;
  text: string;
  app: string;
  resolve: (from: string, specifier: string) => Target | undefined;
}>;

/** Changes what a module imports to how it is called where the module goes. */
export function rewriteModule({ path, text, app, resolve }: Move): string {
  const changed = new MagicString(text);
  const here = placeOf(path, app);
  for (const { value, start, end, isUrl } of moduleSpecifiers(path, text)) {
    const name = isUrl ? urlFrom(path, here, value, app) : specifierFrom(here, value, resolve(path, value), app);
    if (name !== value) {
      changed.overwrite(start, end, name);
    }
  }
  return changed.toString();
}

const scope = '@auth-patterns/';

function specifierFrom(here: string, value: string, target: Target | undefined, app: string): string {
  if (!target || 'package' in target) {
    return value;
  }
  if (target.file.startsWith('packages/mock-')) {
    return value.replace(scope, '');
  }
  const there = placeOf(target.file, app);
  const folder = posix.dirname(here);
  const isBelow = posix.dirname(there).startsWith(folder) && (value.startsWith('.') || folder === 'clinic');
  return isBelow ? beside(here, there) : (ownName(there) ?? value);
}

/** An address beside the module: of a file or a folder of this repository. */
function urlFrom(path: string, here: string, value: string, app: string): string {
  if (!value.startsWith('.')) {
    return value;
  }
  const target = posix.join(posix.dirname(path), value).replace(/\/$/, '');
  const there = target === `apps/${app}` ? '.' : placeOf(target, app);
  return `${beside(here, there)}${value.endsWith('/') ? '/' : ''}`;
}

function beside(here: string, there: string): string {
  const way = posix.relative(posix.dirname(here), there);
  return way.startsWith('.') ? way : `./${way}`;
}
