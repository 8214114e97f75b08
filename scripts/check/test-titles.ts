import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '#test/run-step.ts';
import { trackedFiles } from './tracked-files.ts';

export type TestTitle = Readonly<{ where: string; title: string }>;

// `test('…'`, `describe('…'`, `test.describe('…'`, and what follows the table of `test.each([…])('…'`, all but inner quotes.
const title = String.raw`(?<quote>['"\`])(?<title>(?:\\.|(?!\k<quote>).)*)\k<quote>`;
const direct = new RegExp(String.raw`\b(?:test|it|describe)(?:\.\w+)*\(\s*${title}`, 'gs');
const afterTable = new RegExp(String.raw`^ *(?:\]|\w+)[^\n]*?\)\(\s*${title}`, 'gms');

const longest = 100;

/** Titles that are too long for one line of a report. What a template fills in counts as one character. */
export function longTitles(titles: readonly TestTitle[]): string[] {
  return titles
    .map((one) => ({ ...one, length: one.title.replaceAll(/\$\{[^}]*\}/g, '…').length }))
    .filter(({ length }) => length > longest)
    .map(({ where, length }) => `${where}: the title has ${length} characters, more than ${longest}`);
}

/** Reads the titles of the tests and groups in a source. */
export function readTitles(path: string, source: string): readonly TestTitle[] {
  return [...source.matchAll(direct), ...source.matchAll(afterTable)].map(({ index, groups }) => ({
    where: `${path}:${source.slice(0, index).split('\n').length}`,
    title: groups?.['title'] ?? '',
  }));
}

/** The titles of all tests of this repository. */
export function testTitles(): readonly TestTitle[] {
  return trackedFiles('*.{test.ts,test.tsx,spec.ts}').flatMap((path) =>
    readTitles(path, readFileSync(join(root, path), 'utf8')),
  );
}
