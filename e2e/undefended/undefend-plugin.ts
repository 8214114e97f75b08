import { relative } from 'node:path';
import type { Plugin } from 'vite';
import { editSource, type SourceEdit } from './edit-source.ts';

/** Applies edits to the sources while Vite builds. An edit that does not fit, or whose file is not built, fails the build. */
export function undefendPlugin(edits: readonly SourceEdit[]): Plugin {
  const waiting = new Set(edits);
  let root = '';
  return {
    name: 'undefend',
    enforce: 'pre',
    configResolved: (config) => {
      root = config.root;
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
