import { createRedactor } from '@auth-patterns/auth-config';
import { expect, test } from 'vitest';
import { createLog } from './log.ts';

function lineOf(text: string): string {
  const lines: string[] = [];
  const log = createLog(
    (line) => lines.push(line),
    createRedactor(['canary-secret']),
    () => 0,
  );
  log('refused', { text });
  return lines.join('');
}

test.each([
  ['an escape sequence', '\u001B[2J', '\\u001b[2J'],
  ['an escape sequence of C1', '\u009B2J', '\\u009b2J'],
  ['DEL', '\u007F', '\\u007f'],
  ['a mark that turns the writing round', '\u202Egnp.exe', '\\u202egnp.exe'],
  ['an isolate', '\u2066x\u2069', '\\u2066x\\u2069'],
  ['an end of line', 'a\nb\r\u0085', 'a\\nb\\r\\u0085'],
  ['a separator of lines', '\u2028\u2029', '\\u2028\\u2029'],
  ['half of a pair', '\uD800', '\\ud800'],
  ['a zero-width space and a byte order mark', '\u200B\uFEFF', '\\u200b\\ufeff'],
  ['a tag that no font shows', '\u{E0041}', '\\udb40\\udc41'],
])('[L9] log line, with %s, shows it by its number and is JSON all the same', (_what, text, shown) => {
  const line = lineOf(text);

  expect(line).toContain(`"text":"${shown}"`);
  expect(line).toMatch(/^[^\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]+\n$/u);
  expect(JSON.parse(line)).toMatchObject({ text });
});

test('[P10] log line, with a secret in it, masks the secret and keeps words of other writings', () => {
  expect(lineOf('canary-secret of Þóra 王 🏥')).toContain('[redacted] of Þóra 王 🏥');
});
