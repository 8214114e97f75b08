import type { IsLeftOut } from '#take/cut/forget.ts';

/** Files and folders that are left out, as texts name them: `src/features/x/y.ts`, `features/x/y.ts`, `#features/x`. */
export function gonePaths(folder: string, gone: ReadonlySet<string>, leftOut: readonly string[]): IsLeftOut {
  return (text) => {
    const feature = /^(?:src\/|#)?features\/([\w-]+)/.exec(text)?.[1] ?? '';
    return leftOut.includes(feature) || gone.has(`${folder}${text}`) || gone.has(`${folder}src/${text}`);
  };
}
