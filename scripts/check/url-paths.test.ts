import { expect, test } from 'vitest';
import { urlPaths, urlPathsIn } from './url-paths.ts';

test.each([
  ['at once', "const path = new URL('./a.ts', import.meta.url).pathname;"],
  ['over two lines', "const path = new URL(\n  './a.ts',\n  import.meta.url,\n).pathname;"],
  ['by name', "const file = new URL('./a.ts', import.meta.url);\nread(file.pathname);"],
  ['taken apart', "const { pathname } = new URL('./a.ts', import.meta.url);"],
])('path of a file, when it is the pathname of its URL %s, is named', (_how, source) => {
  expect(urlPathsIn('b.ts', source)).toEqual([expect.stringContaining('use fileURLToPath or import.meta.dirname')]);
});

test.each([
  ["readFileSync(new URL('./a.css', import.meta.url))"],
  ["fileURLToPath(new URL('./a.ts', import.meta.url))"],
  ["const file = new URL('./a.ts', import.meta.url);\nnew URL(request.url, 'http://localhost').pathname;"],
])('path of a file, when it is made by %s, is right', (source) => {
  expect(urlPathsIn('b.ts', source)).toEqual([]);
});

test('paths of files, in the whole project, are never the pathname of a URL', () => {
  expect(urlPaths()).toEqual([]);
});
