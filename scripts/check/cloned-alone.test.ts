import { expect, test } from 'vitest';
import { askedOfRegistry, missingLines } from './cloned-alone.ts';

const library = { folder: 'packages/library', manifest: { name: '@ours/library' } };

test.each([
  ['a version', '0.1.0'],
  ['a range', '*'],
  ['an alias', 'npm:@ours/library@0.1.0'],
  ['another folder', 'file:../library'],
])('[L12] workspace package, named by %s, is one that the registry may be asked for', (_what, version) => {
  const app = { folder: 'apps/app', manifest: { name: '@ours/app', devDependencies: { '@ours/library': version } } };

  expect(askedOfRegistry([library, app])).toEqual([
    'apps/app/package.json: @ours/library has to be "file:../../packages/library"',
  ]);
});

test('[L12] workspace package, named by its folder, passes, and so do packages of others', () => {
  const dependencies = { '@ours/library': 'file:../../packages/library', zod: '4.6.7' };
  const app = { folder: 'apps/app', manifest: { name: '@ours/app', dependencies } };

  expect(askedOfRegistry([library, app])).toEqual([]);
});

test('[L12] app, without its own .gitignore and .npmrc, is told each line that it needs', () => {
  const files: Record<string, string> = { 'apps/app/.gitignore': 'node_modules/\r\n.env\r\n.env.*\n!.env.example\n' };

  expect(missingLines('apps/app', (path) => files[path] ?? '')).toEqual([
    'apps/app/.gitignore has no line ".data/"',
    'apps/app/.npmrc has no line "ignore-scripts=true"',
    'apps/app/.npmrc has no line "save-exact=true"',
  ]);
});
