import { expect, test } from 'vitest';
import { hl7 } from '#test/hl7-text.ts';
import { obx, resultOf, resultsOf } from '#test/translated.ts';

const text = (value: string) => resultOf({ type: 'TX', value })?.valueString;

test.each([
  [String.raw`\P\ `, '# '],
  [String.raw`a\.br\b\.ce\c`, 'a\nb\nc'],
  [String.raw`a\.sp\b\.sp+2\c\.sp0\d`, 'a\nb\n\nc\nd'],
  [String.raw`a\.sp999\b`, `a${'\n'.repeat(20)}b`],
  [String.raw`\.fi\a\.nf\b\.in+4\c\.ti-2\d\.sk3\e`, 'abcde'],
  [String.raw`\H\a\N\b`, 'ab'],
  [String.raw`\E\F\E\ `, String.raw`\F\ `],
  [String.raw`\f\ \X4\ \.BR\ \Cxx\ `, String.raw`\f\ \X4\ \.BR\ \Cxx\ `],
])('[D3] escapes %j, read as %j', (value, expected) => {
  expect(text(`${value}.`)).toBe(`${expected}.`);
});

test.each(['$', '*', '+', '?', '(', '['])('[D3] escape character %s of a header, is what begins an escape', (sign) => {
  const header = `MSH|^~${sign}&|CHEM|LAB|||20260914||ORU^R01|M1|P|2.5.1`;
  const value = `a${sign}F${sign}b\\F\\c`;

  const [result] = resultsOf(hl7(header, 'PID|1||RC-1', 'OBR|1', obx({ type: 'TX', value })));

  expect(result?.valueString).toBe('a|b\\F\\c');
});

test('[D3] escape with bytes that the character set does not have, refuses the message where it stands', () => {
  expect(() => text(String.raw`\XC3\ `)).toThrow(
    expect.objectContaining({
      acknowledgment: 'AE',
      code: 102,
      message: expect.stringContaining('OBX-5'),
      location: { segment: 'OBX', sequence: 1, field: 5 },
    }),
  );
});
