import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Markdown } from './markdown.ts';

/**
 * Paths in drawn trees (`├─ name`) that do not exist. A tree begins in the folder that its first line names, or else in
 * that of the document's package.
 */
export function wrongTrees({ path, blocks, packageFolder }: Markdown): string[] {
  return blocks
    .filter(({ text }) => /[├└]─/.test(text))
    .flatMap(({ text }) => {
      const named = join(packageFolder, /^\S+/.exec(text)?.[0] ?? '');
      const base = existsSync(named) ? named : packageFolder;
      return treePaths(text).filter((entry) => !existsSync(join(base, entry)));
    })
    .map((entry) => `${path}: the tree shows ${entry}, which does not exist`);
}

/** The paths that a drawn tree shows, each with its parents. Several names on a line are separated by spaces. */
export function treePaths(tree: string): string[] {
  const parents: string[] = [];
  return tree.split('\n').flatMap((line) => {
    const match = /^(?<indent>[│ ]*)[├└]─+ (?<names>\S+(?: [\w.-]+\/?)*)(?: {2,}|$)/.exec(line)?.groups;
    if (!match) {
      return [];
    }
    const depth = Math.round((match['indent'] ?? '').length / 3);
    const names = (match['names'] ?? '').split(' ');
    parents.length = depth;
    parents[depth] = names[0] ?? '';
    return names.map((name) => join(...parents.slice(0, depth), name));
  });
}
