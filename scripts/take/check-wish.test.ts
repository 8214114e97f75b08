import { existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { root } from '#test/run-step.ts';
import { checkName, checkTarget, chosenFeatures } from './check-wish.ts';
import { readRepository } from './source/repository.ts';
import { readStarter } from './source/starter.ts';

const starter = readStarter(readRepository(root), 'device-agent');
let parent = '';

beforeEach(() => {
  parent = mkdtempSync(join(tmpdir(), 'wish-'));
  mkdirSync(join(parent, 'empty'));
  mkdirSync(join(parent, 'full'));
  writeFileSync(join(parent, 'full/.hidden'), '');
  symlinkSync(join(parent, 'empty'), join(parent, 'link'));
  symlinkSync(join(parent, 'nothing'), join(parent, 'dangling'));
});
afterEach(() => rmSync(parent, { recursive: true }));

test.each([
  ['new', 'new'],
  ['below folders that are new', 'a/b/new'],
  ['there and empty', 'empty'],
  ['in a folder behind a link', 'link/new'],
  ['called with spaces and umlauts', 'für mich'],
])('[X1] folder for a starter, %s, may be made', (_circumstance, name) => {
  expect(() => checkTarget(join(parent, name), root)).not.toThrow();
  expect(existsSync(join(parent, 'new'))).toBe(false);
});

test.each([
  ['a folder with a hidden file', 'full', 'not_empty'],
  ['a file', 'full/.hidden', 'not_empty'],
  ['a link to an empty folder', 'link', 'not_empty'],
  ['a link to nothing', 'dangling', 'not_empty'],
  ['below a file', 'full/.hidden/new', 'not_writable'],
])('[X1] folder for a starter, that is %s, is refused in one line', (_what, name, code) => {
  const refused = expect.objectContaining({ code, message: expect.not.stringContaining('\n') as string }) as Error;

  expect(() => checkTarget(join(parent, name), root)).toThrow(refused);
});

test.each(['.', 'taken-here', 'apps/new'])('[X1] folder for a starter, at %s in the repository, is refused', (name) => {
  expect(() => checkTarget(join(root, name), root)).toThrow(
    expect.objectContaining({ code: 'inside_repository' }) as Error,
  );
});

test.each(['my-app', '@me/my-app', 'a'])('[X1] name %s, as npm would, is taken', (name) => {
  expect(() => checkName(name)).not.toThrow();
});

test.each([
  ['', 'length must be greater than zero'],
  [' ', 'leading or trailing spaces'],
  ['.hidden', 'start with a period'],
  ['_private', 'start with an underscore'],
  ['Upper', 'capital letters'],
  ['with space', 'URL-friendly'],
  ['über', 'URL-friendly'],
  ['../up', 'URL-friendly'],
  ['two/parts', 'URL-friendly'],
  ['@scope', 'URL-friendly'],
  ['why!', 'special characters'],
  ['node_modules', 'not a valid package name'],
  ['http', 'core module'],
  ['a'.repeat(215), 'more than 214 characters'],
])('[X1] name "%s", as npm would, is refused', (name, why) => {
  expect(() => checkName(name)).toThrow(why);
});

test.each([
  ['named twice, in any order', ['reports', 'mapping', 'reports'], ['mapping', 'reports']],
  ['none', [], []],
  ['all and one of them', ['all', 'astm'], starter.features.map(({ name }) => name)],
])('[X1] features, %s, are chosen once each', (_circumstance, wished, chosen) => {
  expect(chosenFeatures(starter, wished)).toEqual(chosen);
});

test.each([['nope'], ['mapping', 'nope'], ['all', 'nope'], ['Mapping'], ['core']])(
  '[X1] features %s %s, of which one is unknown, are refused with those that there are',
  (...wished) => {
    expect(() => chosenFeatures(starter, wished)).toThrow(/^device-agent has no feature \w+\. It has: mapping, .*\.$/);
  },
);
