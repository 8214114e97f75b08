import { expect, test } from 'vitest';
import { createAdmission } from './admission.ts';

const limits = { maxMessageBytes: 100, firstFrameMs: 10, frameMs: 60, idleMs: 1000 };

/** Opens a connection at moment 0, sends each text at its moment, and tells what is waited for until when. */
function after(...sent: readonly (readonly [number, string])[]) {
  const admission = createAdmission(limits, 0);
  sent.forEach(([moment, text]) => admission.push(Buffer.from(text), moment));
  return [admission.phase(), admission.deadline()];
}

test.each([
  ['says nothing', [], ['first-frame', 10]],
  ['begins a frame', [[5, '\x0bMSH']], ['frame', 65]],
  ['has sent a message', [[5, '\x0bMSH\x1c\r']], ['idle', 1005]],
  ['begins another message', [[5, '\x0bMSH\x1c\r'], [500, '\x0bMSH']], ['frame', 560]], // prettier-ignore
] as const)('[L4] connection that %s is waited for so long', (_what, sent, expected) => {
  expect(after(...sent)).toEqual(expected);
});

test.each([
  [
    'blank bytes before its first frame',
    [
      [3, ' '],
      [6, '\r'],
      [9, '\n'],
    ],
    ['first-frame', 10],
  ],
  [
    'empty frames',
    [
      [3, '\x0b\x1c'],
      [9, '\x0b\x1c\r'],
    ],
    ['first-frame', 10],
  ],
  [
    'one byte of a message after the other',
    [
      [5, '\x0b'],
      [30, 'M'],
      [60, 'S'],
    ],
    ['frame', 65],
  ],
  [
    'frames begun anew',
    [
      [5, '\x0bM'],
      [30, '\x0bM'],
      [60, '\x0bM'],
    ],
    ['frame', 65],
  ],
  [
    'frames begun after empty ones',
    [
      [5, '\x0b'],
      [30, '\x1c\x0b'],
      [60, '\x1c\x0b'],
    ],
    ['frame', 65],
  ],
  [
    'blank bytes after a message',
    [
      [5, '\x0bM\x1c\r'],
      [500, ' '],
      [900, '\r'],
    ],
    ['idle', 1005],
  ],
  [
    'empty frames after a message',
    [
      [5, '\x0bM\x1c\r'],
      [900, '\x0b\x1c\r'],
    ],
    ['idle', 1005],
  ],
] as const)('[L4] connection that trickles %s gains no time', (_what, sent, expected) => {
  expect(after(...sent)).toEqual(expected);
});
