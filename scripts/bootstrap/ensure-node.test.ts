import { expect, test } from 'vitest';
import { isNewEnough } from './ensure-node.mjs';

test.each([
  ['20.20.2', false],
  ['22.17.1', false],
  ['22.18.0', true],
  ['23.11.0', false],
  ['24.1.0', false],
  ['24.2.0', true],
  ['26.10.0', true],
])('bootstrap, on Node %s, finds it new enough: %s', (version, expected) => {
  expect(isNewEnough(version)).toBe(expected);
});
