import { expect, test } from 'vitest';
import { printable } from './printable.ts';

test.each([
  ['an escape sequence', '\u001b[2Jx', '\\u001b[2Jx'],
  ['a carriage return', 'a\rb', '\\u000d'],
  ['a C1 control', '\u009b31m', '\\u009b31m'],
  ['a bidirectional mark', 'a\u202eb', 'a\\u202eb'],
  ['a line separator', 'a\u2028b\u2029c', 'a\\u2028b\\u2029c'],
  ['half of a surrogate pair', 'a\ud800b', 'a\\ud800b'],
  ['a tag', '\u{e0001}a', '\\udb40\\udc01a'],
  ['a byte order mark', '\ufeffa', '\\ufeffa'],
])('[L9] line, with %s, shows its escape instead', (_what, text, shown) => {
  expect(printable(text)).toContain(shown);
  expect(printable(text)).toMatch(/^[\u0020-\u007e]*$/);
});

test('[L9] text, in any language and of several lines, stays as it is', () => {
  const text = 'Überweisung — 診療\n{\n  "a": "😀"\n}';

  expect(printable(text)).toBe(text);
});

test('[L9] JSON, with characters that a terminal obeys, says the same afterwards', () => {
  const value = { id: 'a\u009b31m\u202e\u2028\u{e0001}\u001b[2J' };

  expect(JSON.parse(printable(JSON.stringify(value)))).toEqual(value);
});
