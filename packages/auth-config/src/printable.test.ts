import { expect, test } from 'vitest';
import { printable } from './printable.ts';

test.each([
  ['an escape sequence', '\u001B[2J', String.raw`\u{1b}[2J`],
  ['a control sequence of one character', '\u009B2J', String.raw`\u{9b}2J`],
  ['a line feed', 'a\nb', String.raw`a\u{a}b`],
  ['a line separator', 'a\u2028b', String.raw`a\u{2028}b`],
  ['a mark that turns the writing round', 'a\u202Eb', String.raw`a\u{202e}b`],
  ['an isolate', 'a\u2066b', String.raw`a\u{2066}b`],
  ['half a surrogate pair', 'a\uD83Db', String.raw`a\u{d83d}b`],
  ['a tag character', 'a\u{E0041}b', String.raw`a\u{e0041}b`],
])('[L9] text with %s, made printable, shows its number', (_what, text, shown) => {
  expect(printable(text)).toBe(shown);
});

test('[L9] text in any writing, made printable, stays as it is', () => {
  expect(printable('Zoë Müller, 林, שלום 👍 "x" \\')).toBe('Zoë Müller, 林, שלום 👍 "x" \\');
});
