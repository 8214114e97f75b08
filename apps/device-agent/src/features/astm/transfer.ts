import { isWholeFrame, signs } from './frame.ts';

type TransferOptions = Readonly<{
  /** Takes the records of a whole message. Its last frame is acknowledged only when this returns true. */
  onMessage: (text: Buffer) => boolean;
  /** Called when the sender gives up a message that it began. */
  onCut: () => void;
}>;

/** What a sender transfers between ENQ and EOT. */
export type Transfer = Readonly<{
  /** Called when the sender begins a transfer, or ends one: a message that is not whole by then is given up. */
  begin: () => void;
  /** Takes a frame, from its number to its checksum. Returns ACK or NAK. */
  takeFrame: (bytes: Buffer) => number;
  pendingBytes: () => number;
  /** How many frames have moved a transfer forward. */
  accepted: () => number;
}>;

const nothing: Buffer = Buffer.alloc(0);

export function createTransfer({ onMessage, onCut }: TransferOptions): Transfer {
  let text = nothing;
  /** The number of the last frame that was taken; the first one has number 1. */
  let last: number | undefined;
  let count = 0;

  function takeFrame(bytes: Buffer): number {
    const number = (bytes[0] ?? 0) - 0x30;
    if (!isWholeFrame(bytes)) {
      return signs.nak;
    }
    if (number === last) {
      // It was sent again, because the acknowledgment was lost.
      return signs.ack;
    }
    const longer = append(text, bytes);
    const isWhole = endsMessage(bytes, longer);
    if (number !== ((last ?? 0) + 1) % 8 || (isWhole && !onMessage(longer))) {
      return signs.nak;
    }
    [text, last, count] = [isWhole ? nothing : longer, number, count + 1];
    return signs.ack;
  }

  function begin(): void {
    if (text.length > 0) {
      onCut();
    }
    [text, last] = [nothing, undefined];
  }

  return { begin, takeFrame, pendingBytes: () => text.length, accepted: () => count };
}

/** Some devices leave out the CR at the end of a record. */
function append(text: Buffer, frame: Buffer): Buffer {
  return Buffer.concat([text, frame.subarray(1, -3), ...(isRecordEnd(frame) ? [Buffer.of(signs.cr)] : [])]);
}

function isRecordEnd(frame: Buffer): boolean {
  return frame.at(-3) === signs.etx;
}

/** An L record is the last of a message (E1394 §13). */
function endsMessage(frame: Buffer, text: Buffer): boolean {
  return isRecordEnd(frame) && /(?:^|[\r\n])L[^\r]*\r+$/.test(text.toString('latin1'));
}
