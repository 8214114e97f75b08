import { once } from 'node:events';
import { PassThrough } from 'node:stream';
import { expect, test } from 'vitest';
import { forwardLines } from './forward-lines.ts';

test('[L9] lines of an app, with characters that a terminal obeys, are forwarded without them', async () => {
  const stream = new PassThrough();
  const lines: string[] = [];
  forwardLines([stream, null], (line) => lines.push(line));

  stream.write('listens\nasked by \u009b31m');
  stream.end('\u202eabc\u001b[2J');
  await once(stream, 'end');

  expect(lines).toEqual(['listens', 'asked by \\u{9b}31m\\u{202e}abc\\u{1b}[2J']);
});
