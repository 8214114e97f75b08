import { readFileSync } from 'node:fs';

import { describe, expect, test } from 'vitest';

import { ALL_GROUPS } from './all-groups.ts';
import { NOT_YET } from './not-yet.ts';

const CASES = ALL_GROUPS.flatMap(({ cases }) => cases);
const IDS = CASES.map(({ id }) => id);
const DIFFERENCES = readFileSync(new URL('../DIFFERENCES.md', import.meta.url), 'utf8');
const ROWS = [...DIFFERENCES.matchAll(/^\| (.+?) +\|/gm)].map(([, what]) => what);

describe('cases', () => {
  test('id, of each, is its own', () => {
    expect(new Set(IDS).size).toBe(IDS.length);
  });

  test('difference, that a case allows the mock, is a row of DIFFERENCES.md', () => {
    expect(ROWS).toEqual(expect.arrayContaining(CASES.flatMap(({ stricter }) => stricter?.row ?? [])));
  });

  test('case, that the mock does not answer yet, exists', () => {
    expect(IDS).toEqual(expect.arrayContaining(Object.keys(NOT_YET)));
  });
});
