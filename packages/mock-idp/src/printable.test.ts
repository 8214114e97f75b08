import { expect, test } from 'vitest';
import { printable } from './printable.ts';

test('[L9] error, with characters that a terminal obeys, shows their numbers instead', () => {
  const text = 'mock-idp: Error\n    at \u001b[2J\u009b31m\u202e\u2028\ud800 é 😀';

  expect(printable(text)).toBe('mock-idp: Error\n    at \\u{1b}[2J\\u{9b}31m\\u{202e}\\u{2028}\\u{d800} é 😀');
});
