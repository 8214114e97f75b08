import { expect, test } from 'vitest';
import { problemsOfIds } from './test-ids.ts';
import { longTitles, readTitles } from './test-titles.ts';

// Put together here, so that this file has no such title itself.
const call = ['te', 'st'].join('');
const page = '| C1 | a | built |\n| C2 | b | built |\n| C3 | c | planned |\n';
const titles = (...all: readonly string[]): ReturnType<typeof readTitles> =>
  all.map((title) => ({ where: 'a:1', title }));

test('titles, at once, over lines, with quotes inside and after a table, are read with their lines', () => {
  const source = [
    `${call}('[C1] one', () => {});`,
    `  ${call}.each([`,
    "    ['row'],",
    "  ])('[C2] two, %s', () => {});",
    `${call}.describe(`,
    '  "it\'s three",',
  ].join('\n');

  expect(readTitles('a', source).toSorted((one, other) => one.where.localeCompare(other.where))).toEqual([
    { where: 'a:1', title: '[C1] one' },
    { where: 'a:4', title: '[C2] two, %s' },
    { where: 'a:5', title: "it's three" },
  ]);
});

test('title, of more than 100 characters, is named, and what a template fills in counts as one', () => {
  const long = 'x'.repeat(100);
  const template = long.slice(1).concat('$', "{isOver ? 'is over' : 'goes on'}");

  expect(longTitles(titles(long, template, long.concat('y')))).toEqual([
    'a:1: the title has 101 characters, more than 100',
  ]);
});

test('ids, that come first, have a row, and leave no built row without a test, are right', () => {
  expect(problemsOfIds(page, titles('[C1] [C2] one', 'two'))).toEqual([]);
});

test('id, behind the subject, is named', () => {
  expect(problemsOfIds(page, titles('[C1] [C2] one', 'app [C1], does', '[C2] app [C1], does'))).toEqual([
    'a:1: the ids come first in "app [C1], does"',
    'a:1: the ids come first in "[C2] app [C1], does"',
  ]);
});

test('id, without a row, and built row, without a test, are named', () => {
  expect(problemsOfIds(page, titles('[C1] one', '[Z9] two'))).toEqual([
    'a:1: [Z9] has no row in docs/ids.md',
    'docs/ids.md: C2 is built and has no test',
  ]);
});
