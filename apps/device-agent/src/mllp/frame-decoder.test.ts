import { expect, test } from 'vitest';
import { createFrameDecoder, type FrameEvent } from './frame-decoder.ts';
import { encodeFrame } from './frame.ts';

const limit = 100;

function decode(chunks: readonly (Buffer | string)[]): readonly (FrameEvent | string)[] {
  const decoder = createFrameDecoder(limit);
  const events = chunks.flatMap((chunk) => decoder.push(Buffer.from(chunk)));
  return events.map((event) => (event.type === 'message' ? event.body.toString() : event));
}

test('frame decoder, when one frame arrives byte by byte, yields one message', () => {
  const bytes = [...encodeFrame(Buffer.from('MSH|one'))].map((byte) => Buffer.of(byte));

  expect(decode(bytes)).toEqual(['MSH|one']);
});

test('frame decoder, when several frames arrive in one packet, yields each of them in order', () => {
  const packet = Buffer.concat(['one', 'two', 'three'].map((text) => encodeFrame(Buffer.from(text))));

  expect(decode([packet])).toEqual(['one', 'two', 'three']);
});

test('frame decoder, when noise stands between frames, reports it and loses no frame', () => {
  expect(decode(['noise\x0bone\x1c\r\r\nGET / HTTP\x0btwo\x1c\r'])).toEqual([
    { type: 'discarded', bytes: 5 },
    'one',
    { type: 'discarded', bytes: 11 },
    'two',
  ]);
});

test('frame decoder, when a frame begins anew before its end, drops the half and takes the whole', () => {
  expect(decode(['\x0bMSH|ha', '\x0bMSH|whole\x1c\r'])).toEqual([{ type: 'discarded', bytes: 6 }, 'MSH|whole']);
});

test('frame decoder, when a device leaves out the CR after a frame, does not wait for it', () => {
  expect(decode(['\x0bone\x1c', '\x0btwo\x1c'])).toEqual(['one', 'two']);
});

test('frame decoder, when a frame exceeds the limit, says so before it has an end', () => {
  expect(decode(['\x0b', 'x'.repeat(limit), 'x'])).toEqual([{ type: 'oversize' }]);
});

test('frame decoder, in the middle of a frame, knows how much is pending and forgets it after the end', () => {
  const decoder = createFrameDecoder(limit);

  decoder.push(Buffer.from('\x0bhalf'));
  const during = decoder.pendingBytes();
  decoder.push(Buffer.from('\x1c\r'));

  expect([during, decoder.pendingBytes()]).toEqual([4, 0]);
});
