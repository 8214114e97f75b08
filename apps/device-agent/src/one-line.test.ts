import { expect, test } from 'vitest';
import { oneLine } from './one-line.ts';

test('[L9] text of the outside, made one line, shows its control characters by their numbers', () => {
  expect(oneLine('a\nb\u001b[2J\u009b\u2028\u202e')).toBe(String.raw`a\u{a}b\u{1b}[2J\u{9b}\u{2028}\u{202e}`);
});

test('[L9] text of the outside, when it is a megabyte, is cut', () => {
  expect(oneLine('x'.repeat(1_000_000))).toBe(`${'x'.repeat(300)}…`);
});
