import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { allGroups } from './all-groups.ts';
import { notYet } from './not-yet.ts';

const allCases = allGroups.flatMap(({ cases }) => cases);
const ids = allCases.map(({ id }) => id);
const differences = readFileSync(new URL('../DIFFERENCES.md', import.meta.url), 'utf8');
const rows = [...differences.matchAll(/^\| (.+?) +\|/gm)].map(([, what]) => what);

describe('cases', () => {
  test('id, of each, is its own', () => {
    expect(new Set(ids).size).toBe(ids.length);
  });

  test('difference, that a case allows the mock, is a row of DIFFERENCES.md', () => {
    expect(rows).toEqual(expect.arrayContaining(allCases.flatMap(({ stricter }) => stricter?.row ?? [])));
  });

  test('case, that the mock does not answer yet, exists', () => {
    expect(ids).toEqual(expect.arrayContaining(Object.keys(notYet)));
  });
});
