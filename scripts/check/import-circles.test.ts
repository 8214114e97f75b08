import { expect, test } from 'vitest';
import { circlesIn } from './import-circles.ts';
import { importsOf } from './package-imports.ts';

const aliases = { '#b/*': './src/b/*', '#start.ts': './src/start.ts', '#outside/*': './outside/*' };

test('imports of a file, in any form, are found, those of types included; packages are not', () => {
  const text = [
    "import { x } from './x.ts';",
    "import type {\n  Y,\n} from '#b/deep/y.ts';",
    "export { z } from '#start.ts';",
    "import './w.ts';",
    "const lazy = import('#b/v.ts');",
    "import { readFileSync } from 'node:fs';",
    "import { other } from '#outside/other.ts';",
  ].join('\n');

  expect(importsOf('a/one.ts', text, aliases).map(({ to }) => to)).toEqual([
    'a/x.ts',
    'b/deep/y.ts',
    'start.ts',
    'a/w.ts',
    'b/v.ts',
  ]);
});

test('import circle, between files of one folder, is named with its path', () => {
  expect(
    circlesIn([
      { from: 'a/one.ts', to: 'a/two.ts' },
      { from: 'a/two.ts', to: 'a/three.ts' },
      { from: 'a/three.ts', to: 'a/one.ts' },
    ]),
  ).toEqual(['a/one.ts → a/two.ts → a/three.ts → a/one.ts']);
});

test('import circle, between folders but not between files, is named', () => {
  expect(
    circlesIn([
      { from: 'a/one.ts', to: 'b/one.ts' },
      { from: 'b/two.ts', to: 'c/deep/one.ts' },
      { from: 'c/two.ts', to: 'a/two.ts' },
    ]),
  ).toEqual(['a → b → c → a']);
});

test('import circle, between a folder and one inside it, is named', () => {
  expect(
    circlesIn([
      { from: 'a/routes.ts', to: 'a/inner/one.ts' },
      { from: 'a/inner/one.ts', to: 'a/shape.ts' },
    ]),
  ).toEqual(['a/* → a/inner → a/*']);
});

test('imports, all in one direction, are no circle', () => {
  expect(
    circlesIn([
      { from: 'main.ts', to: 'a/one.ts' },
      { from: 'a/one.ts', to: 'b/one.ts' },
      { from: 'a/two.ts', to: 'b/inner/two.ts' },
      { from: 'b/inner/two.ts', to: 'c/one.ts' },
    ]),
  ).toEqual([]);
});
