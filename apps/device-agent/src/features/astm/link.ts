import { createFrameReader } from './frame-reader.ts';
import { signs } from './frame.ts';
import type { Transfer } from './transfer.ts';

/** The receiver's end of a link (ASTM E1381 §6). It never asks to send, so there is no contention to settle. */
export type Link = Readonly<{
  /** Takes bytes and returns what to answer. A fault ends the connection: nothing after it is read. */
  push: (chunk: Buffer) => Readonly<{ answer: Buffer; fault?: 'noise' | 'oversize' }>;
  /** Whether the sender holds the line: between ENQ and EOT. */
  isInTransfer: () => boolean;
}>;

export function createLink(transfer: Transfer, maxBytes: number): Link {
  const reader = createFrameReader();

  function push(chunk: Buffer): ReturnType<Link['push']> {
    const answers: number[] = [];
    for (const byte of chunk) {
      const event = reader.take(byte);
      const isTooLong = reader.pendingBytes() + transfer.pendingBytes() > maxBytes;
      if (event?.type === 'noise' || isTooLong) {
        return { answer: Buffer.from(answers), fault: isTooLong ? 'oversize' : 'noise' };
      }
      if (event?.type === 'frame') {
        answers.push(transfer.takeFrame(event.bytes));
      } else if (event) {
        transfer.begin();
        answers.push(...(event.type === 'enq' ? [signs.ack] : []));
      }
    }
    return { answer: Buffer.from(answers) };
  }

  return { push, isInTransfer: () => reader.phase() !== 'neutral' };
}
