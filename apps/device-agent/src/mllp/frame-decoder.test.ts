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

test.each([
  ['a request line', 'POST / HTTP/1.1\r\n\r\n', 0x50],
  ['a preface of HTTP/2', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n', 0x50],
  ['a greeting of SMTP', 'EHLO page.example\r\n', 0x45],
  ['a header of the PROXY protocol', 'PROXY TCP4 10.0.0.1 10.0.0.2 1 2\r\n', 0x50],
  ['the start of TLS', '\x16\x03\x01', 0x16],
  ['a STUN request', '\x00\x01', 0],
  ['an end block', '\x1c\r', 0x1c],
  ['blanks and a letter', ' \t\r\nx', 0x78],
])('[L4] frame decoder, when %s stands before a frame, yields no message', (_what, noise, byte) => {
  expect(decode([noise, '\x0bMSH|one\x1c\r'])).toEqual([{ type: 'noise', byte }]);
  expect(decode([`${noise}\x0bMSH|one\x1c\r`])).toEqual([{ type: 'noise', byte }]);
});

test('[L4] frame decoder, when noise stands between two frames, yields the first and ends', () => {
  expect(decode(['\x0bone\x1c\rx\x0btwo\x1c\r', '\x0bthree\x1c\r'])).toEqual(['one', { type: 'noise', byte: 0x78 }]);
});

test('frame decoder, when blank bytes stand around frames, passes over them', () => {
  expect(decode(['\r\n \t\x0bone\x1c\r\r\n\n', '  \x0btwo\x1c\r'])).toEqual(['one', 'two']);
});

test('frame decoder, given a frame with nothing in it, tells it from a message', () => {
  expect(decode(['\x0b\x1c\r\x0bone\x1c\r'])).toEqual([{ type: 'empty' }, 'one']);
});

test('frame decoder, when a frame begins anew before its end, drops the half and takes the whole', () => {
  expect(decode(['\x0bMSH|ha', '\x0bMSH|whole\x1c\r'])).toEqual([{ type: 'restart' }, 'MSH|whole']);
});

test('frame decoder, when a device leaves out the CR after a frame, does not wait for it', () => {
  expect(decode(['\x0bone\x1c', '\x0btwo\x1c'])).toEqual(['one', 'two']);
});

test('frame decoder, when a frame exceeds the limit, says so before it has an end', () => {
  expect(decode(['\x0b', 'x'.repeat(limit), 'x', '\x1c\x0bnext\x1c'])).toEqual([{ type: 'oversize' }]);
});

test('frame decoder, given a long frame byte by byte, keeps every byte in its order', () => {
  const decoder = createFrameDecoder(10_000);
  const body = Buffer.from(Array.from({ length: 5000 }, (_, index) => 65 + (index % 26)));

  const events = [...encodeFrame(body)].flatMap((byte) => decoder.push(Buffer.of(byte)));

  expect(events).toEqual([{ type: 'message', body }]);
});

test('frame decoder, in the middle of a frame, knows how much is pending and forgets it after the end', () => {
  const decoder = createFrameDecoder(limit);

  decoder.push(Buffer.from('\x0bhalf'));
  const during = decoder.pendingBytes();
  decoder.push(Buffer.from('\x1c\r'));

  expect([during, decoder.pendingBytes()]).toEqual([4, 0]);
});
