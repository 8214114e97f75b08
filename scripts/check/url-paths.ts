import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '#test/run-step.ts';
import { trackedFiles } from './tracked-files.ts';

const direct = /import\.meta\.url\s*,?\s*\)\s*\.pathname/g;
const takenApart = /\{[^{}]*\bpathname\b[^{}]*\}\s*=\s*new URL\([^;]*?import\.meta\.url/g;
const named = /\b(\w+)\s*=\s*new URL\([^;]*?import\.meta\.url\s*,?\s*\)\s*;/g;

/**
 * Names each address of a file whose `pathname` is used as a path. In a folder with a space in its name it has `%20`
 * there, and on Windows it begins with `/C:/`.
 */
export function urlPaths(): string[] {
  return trackedFiles('*.{ts,tsx,mts,js,mjs}')
    .filter((path) => !path.endsWith('url-paths.test.ts'))
    .flatMap((path) => urlPathsIn(path, readFileSync(join(root, path), 'utf8')));
}

/** Does the same for one source. */
export function urlPathsIn(path: string, source: string): string[] {
  const uses = [...source.matchAll(named)].flatMap(([, name]) => [
    ...source.matchAll(new RegExp(String.raw`\b${name}\.pathname\b`, 'g')),
  ]);
  return [...source.matchAll(direct), ...source.matchAll(takenApart), ...uses].map(({ index }) => {
    const line = source.slice(0, index).split('\n').length;
    return `${path}:${line} uses the pathname of a URL as a path: use fileURLToPath or import.meta.dirname`;
  });
}
