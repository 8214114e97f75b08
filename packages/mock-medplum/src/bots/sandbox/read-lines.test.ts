import { PassThrough } from 'node:stream';
import { expect, test } from 'vitest';
import { readLines } from './read-lines.ts';

const lineLimits = { messageBytes: 10, totalBytes: 100_000, messages: 4 };

/** What is read of chunks, and whether they were too much. */
async function read(chunks: readonly string[], limits = lineLimits): Promise<readonly string[]> {
  const stream = new PassThrough();
  const seen: string[] = [];
  readLines(stream, { limits, onLine: (line) => seen.push(line), onTooMuch: () => seen.push('TOO MUCH') });
  chunks.forEach((chunk) => stream.write(chunk));
  await new Promise((resolve) => stream.once('close', resolve).end());
  return seen;
}

test('[L3] lines, in pieces and several in one piece, come whole and in order', async () => {
  expect(await read(['a\nb', 'c', 'd\ne\n', 'rest'])).toEqual(['a', 'bcd', 'e']);
});

test.each([
  ['a line over its limit', ['fine\n', '1234567890', '1'], ['fine', 'TOO MUCH']],
  ['more lines than may be', ['1\n2\n3\n4\n5\n6\n'], ['1', '2', '3', '4', 'TOO MUCH']],
  ['a hundred thousand empty lines in one piece', ['\n'.repeat(100_000)], ['', '', '', '', 'TOO MUCH']],
])('[L3] process, that writes %s, is read no further', async (_, chunks, expected) => {
  expect(await read(chunks)).toEqual(expected);
});

test('[L3] process, that writes more than all its lines may have, is read no further', async () => {
  expect(await read(['1234\n', '1234\n', '1234\n'], { ...lineLimits, totalBytes: 12 })).toEqual([
    '1234',
    '1234',
    'TOO MUCH',
  ]);
});
