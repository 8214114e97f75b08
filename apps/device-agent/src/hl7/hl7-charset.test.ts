import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { header, hl7 } from '#test/hl7-text.ts';
import { decodeMessage, decoderNames } from './hl7-charset.ts';

function text(charset: string, ...bytes: readonly number[]): string {
  return decodeMessage(Buffer.concat([hl7(header({ charset })), Buffer.of(...bytes)])).text.split('\r')[1] ?? '';
}

test.each([
  ['8859/9', [0xdd, 0xfe], '\u0130\u015f'],
  ['8859/1', [0xe9], '\u00e9'],
  ['8859/15', [0xa4], '\u20ac'],
  ['8859/2', [0xe8], '\u010d'],
  ['8859/3', [0xf5], '\u0121'],
  ['8859/4', [0xe0], '\u0101'],
  ['8859/5', [0xd0], '\u0430'],
  ['8859/6', [0xc7], '\u0627'],
  ['8859/7', [0xe1], '\u03b1'],
  ['8859/8', [0xe0], '\u05d0'],
  ['ISO IR14', [0x1b, 0x28, 0x4a, 0x5c], '\u00a5'],
  ['GB 18030-2000', [0xc4, 0xe3], '\u4f60'],
  ['BIG-5', [0xa7, 0x41], '\u4f60'],
  [' 8859/1 ', [0xe9], '\u00e9'],
  ['KS X 1001', [0xb0, 0xa1], '\uac00'],
  ['ASCII~8859/1', [0xe9], '\u00e9'],
  ['8859/1~ASCII', [0xe9], '\u00e9'],
  ['ISO IR6~ISO IR87', [0x1b, 0x24, 0x42, 0x46, 0x7c, 0x1b, 0x28, 0x42], '\u65e5'],
  ['UNICODE UTF-8~UTF-8', [0xc3, 0xa9], '\u00e9'],
  ['~8859/1', [0xe9], '\u00e9'],
  ['""~8859/1', [0xe9], '\u00e9'],
  ['8859/1~', [0xe9], '\u00e9'],
  ['""', [0xc3, 0xa9], '\u00e9'],
  ['~', [0xc3, 0xa9], '\u00e9'],
  ['ASCII', [0x65], 'e'],
])('[D3] character sets %s of MSH-18, when a message names them, are read', (charset, bytes, expected) => {
  expect(text(charset, ...bytes)).toBe(expected);
});

test.each(['8859/1~8859/2', '8859/1~EBCDIC', 'UNICODE', 'UTF-16'])(
  '[D3] character sets %s of MSH-18, which cannot be read together or at all, are refused',
  (charset) => {
    expect(() => text(charset)).toThrow(
      expect.objectContaining({ acknowledgment: 'AR', code: 102, location: { segment: 'MSH', field: 18 } }),
    );
  },
);

test.each(['ASCII', 'ISO IR6~ASCII', '~ASCII'])(
  '[D3] character set %s, given a letter beyond it, is refused and not guessed',
  (charset) => {
    expect(() => text(charset, 0xc3, 0xa9)).toThrow(
      expect.objectContaining({
        message: expect.stringContaining('The bytes do not fit the character set'),
        location: { segment: 'MSH', field: 18 },
      }),
    );
  },
);

test('[D3] character set, named after a line feed inside the header, holds', () => {
  const line = header({ charset: '8859/1' }).replace('CHEM-200', 'CHEM\n200');

  expect(decodeMessage(Buffer.from(`${line}\rOBX|\u00e9\r`, 'latin1')).charset).toBe('iso-8859-1');
});

test('[D3] character sets, listed in the README, are those that are taken', () => {
  const readme = readFileSync(
    fileURLToPath(new URL('../README.md', import.meta.resolve('#samples/comparator.hl7'))),
    'utf8',
  );
  const line = readme.split('\n').find((row) => row.startsWith('- **Character sets**')) ?? '';

  expect(Object.keys(decoderNames).filter((name) => !line.includes(`\`${name}\``))).toEqual([]);
});
