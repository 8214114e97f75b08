import { posix } from 'node:path';
import type { Member, Repository } from './repository.ts';

/** Where a specifier leads: to a file here, or to a package of the registry. */
export type Target = Readonly<{ file: string }> | Readonly<{ package: string }>;

/** Makes a function that finds what a module's specifier leads to; undefined for what is no file, and for Node's own. */
export function createResolver({
  files,
  members,
}: Repository): (from: string, specifier: string) => Target | undefined {
  const byName = new Map(members.map((member) => [member.manifest.name, member]));
  const ofFile = (path: string): Member | undefined =>
    members.filter(({ folder }) => folder === '.' || path.startsWith(`${folder}/`)).sort(longestFolder)[0];
  const known = (file: string): Target | undefined => (files.has(file) ? { file } : undefined);

  return (from, specifier) => {
    // Vite: `./style.css?inline`. A package's own version in a query says nothing of the file.
    const [path = ''] = specifier.split('?');
    if (path.startsWith('.')) {
      return known(posix.join(posix.dirname(from), path));
    }
    if (path.startsWith('/')) {
      // Of a page: below the app.
      return known(posix.join(ofFile(from)?.folder ?? '', path));
    }
    const owner = path.startsWith('#') ? ofFile(from) : byName.get(packageOf(path));
    if (!owner) {
      return /^(node|https?|data):/.test(path) || path.startsWith('virtual:')
        ? undefined
        : { package: packageOf(path) };
    }
    const map = path.startsWith('#') ? owner.manifest.imports : owner.manifest.exports;
    const key = path.startsWith('#') ? path : `.${path.slice(owner.manifest.name.length)}`;
    const mapped = mapKey(map ?? {}, key);
    return mapped === undefined ? undefined : known(posix.join(owner.folder, mapped));
  };
}

/** `@scope/name/deep/file` is of the package `@scope/name`. */
function packageOf(specifier: string): string {
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
}

function mapKey(map: Readonly<Record<string, string>>, key: string): string | undefined {
  if (map[key] !== undefined) {
    return map[key];
  }
  const patterns = Object.entries(map).filter(([name]) => name.endsWith('*') && key.startsWith(name.slice(0, -1)));
  const [best] = patterns.sort(([one], [other]) => other.length - one.length);
  return best && best[1].replace('*', key.slice(best[0].length - 1));
}

function longestFolder(one: Member, other: Member): number {
  return other.folder.length - one.folder.length;
}
