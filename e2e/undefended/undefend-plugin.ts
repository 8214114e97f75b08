import { existsSync } from 'node:fs';
import { join, relative } from 'node:path';
import type { Plugin } from 'vite';
import { editSource, type SourceEdit } from './edit-source.ts';

/**
 * Applies edits to the sources while Vite builds. An edit that does not fit, or whose file is not built, fails the build,
 * unless it is for a feature that was taken out.
 */
export function undefendPlugin(edits: readonly SourceEdit[]): Plugin {
  const waiting = new Set(edits);
  let root = '';
  return {
    name: 'undefend',
    enforce: 'pre',
    configResolved: (config) => {
      root = config.root;
      edits.filter(({ file }) => isTakenOut(join(root, file))).forEach((edit) => waiting.delete(edit));
    },
    transform: (source, id) => {
      const file = relative(root, id);
      const own = edits.filter((edit) => edit.file === file);
      own.forEach((edit) => waiting.delete(edit));
      return own.length > 0 ? { code: own.reduce(editSource, source), map: null } : undefined;
    },
    buildEnd: (error) => {
      const [missing] = waiting;
      if (!error && missing) {
        throw new Error(
          `The defence "${missing.defence}" is in ${missing.file}, which is not built: adapt source-edits.ts.`,
        );
      }
    },
  };
}

/** Whoever deletes a feature's folder deletes its defences too. */
function isTakenOut(file: string): boolean {
  const [, folder] = /^(.*\/features\/[^/]+)\//.exec(file.replaceAll('\\', '/')) ?? [];
  return folder !== undefined && !existsSync(folder);
}
