/** Control characters of ASTM E1381. */
const enq = 0x05;
const eot = 0x04;
const ack = 0x06;
const nak = 0x15;
const stx = 0x02;
const etx = 0x03;
const etb = 0x17;
const lf = 0x0a;

/** Takes the records of a message; true when they are on the disk. */
export type TakeRecords = (records: readonly string[]) => boolean;

export type Link = Readonly<{
  /** Takes bytes and returns what is answered to them. */
  push: (chunk: Buffer) => Buffer;
}>;

const maxFrameBytes = 64_000;
const maxMessageBytes = 1_048_576;

type Transfer = { frame: number[] | undefined; expected: number; text: string; records: string[]; isOpen: boolean };

/**
 * The receiver's side of ASTM E1381 (CLSI LIS01): ENQ opens a transfer, each frame is STX, its number, text, ETB or ETX, a
 * checksum, CR and LF, and is answered by ACK or NAK; EOT ends it. A frame sent again, since its ACK was lost, is answered
 * and not taken twice. The frame that completes a message (its L record) gets ACK only when the message is on the disk.
 */
export function createLink(take: TakeRecords): Link {
  const transfer: Transfer = { frame: undefined, expected: 1, text: '', records: [], isOpen: false };
  return {
    push: (chunk) => Buffer.from([...chunk].flatMap((byte) => step(transfer, byte, take))),
  };
}

function step(transfer: Transfer, byte: number, take: TakeRecords): readonly number[] {
  if (transfer.frame && byte !== stx) {
    transfer.frame.push(byte);
    if (byte !== lf && transfer.frame.length < maxFrameBytes) {
      return [];
    }
    // A line feed may be text; only one behind the checksum ends a frame.
    if (byte === lf && !isWhole(transfer.frame) && transfer.frame.length < maxFrameBytes) {
      return [];
    }
    const frame = transfer.frame;
    transfer.frame = undefined;
    return [endFrame(transfer, frame, take)];
  }
  if (byte === enq) {
    Object.assign(transfer, { isOpen: true, expected: 1, text: '', records: [] });
    return [ack];
  }
  if (byte === eot) {
    Object.assign(transfer, { isOpen: false, text: '', records: [] });
  } else if (byte === stx) {
    transfer.frame = [];
  }
  return [];
}

function isWhole(frame: readonly number[]): boolean {
  const end = frame.at(-5);
  return end === etx || end === etb;
}

function endFrame(transfer: Transfer, frame: readonly number[], take: TakeRecords): number {
  const content = frame.slice(0, -4);
  const sum = content.reduce((total, byte) => (total + byte) & 0xff, 0);
  const given = Buffer.from(frame.slice(-4, -2)).toString('latin1').toUpperCase();
  const isIntact = transfer.isOpen && isWhole(frame) && given === sum.toString(16).toUpperCase().padStart(2, '0');
  const number = (content[0] ?? 0) - 0x30;
  if (isIntact && number === (transfer.expected + 7) % 8 && transfer.records.length + transfer.text.length > 0) {
    // Our ACK was lost.
    return ack;
  }
  if (!isIntact || number !== transfer.expected || transfer.text.length > maxMessageBytes) {
    return nak;
  }
  const text = transfer.text + Buffer.from(content.slice(1, -1)).toString('latin1');
  const isLast = content.at(-1) === etx;
  const records = isLast
    ? [...transfer.records, ...text.split('\r').filter((line) => line.trim() !== '')]
    : transfer.records;
  const isComplete = isLast && records.at(-1)?.startsWith('L') === true;
  if (isComplete && !take(records)) {
    return nak;
  }
  transfer.expected = (number + 1) % 8;
  transfer.text = isLast ? '' : text;
  // A message that was taken keeps one line, so that its last frame is known when it is sent again.
  transfer.records = isComplete ? ['taken'] : [...records];
  return ack;
}
