import { carriageReturn, endBlock, startBlock } from './frame.ts';
import { createMessageBuffer, type MessageBuffer } from './message-buffer.ts';

export type FrameEvent =
  | Readonly<{ type: 'message'; body: Buffer }>
  /** A frame with nothing in it. */
  | Readonly<{ type: 'empty' }>
  /** A frame was begun anew before its end; the half is dropped. */
  | Readonly<{ type: 'restart' }>
  /** A byte outside a frame that is not blank: the peer does not speak MLLP. Nothing after it is decoded. */
  | Readonly<{ type: 'noise'; byte: number }>
  /** The peer sends more than a message may hold. Nothing after it is decoded. */
  | Readonly<{ type: 'oversize' }>;

export type FrameDecoder = Readonly<{
  push: (chunk: Buffer) => readonly FrameEvent[];
  isInsideFrame: () => boolean;
  /** Bytes of a message whose end has not come yet. */
  pendingBytes: () => number;
}>;

const blanks = new Set([...Buffer.from(' \t\n'), carriageReturn]);

/**
 * Cuts a byte stream into MLLP messages, however the network has split or joined them. Between frames only blank bytes
 * are passed over. A web page can make its browser send a whole frame to this port, but only after a request line,
 * which begins with a letter; so noise must end the stream before a frame behind it is looked at.
 *
 * A message ends at FS. The CR that should follow is skipped and not waited for, because some devices leave it out.
 */
export function createFrameDecoder(maxBytes: number): FrameDecoder {
  let message: MessageBuffer | undefined;
  let ended = false;

  function* decode(chunk: Buffer): Generator<FrameEvent> {
    let rest = chunk;
    while (rest.length > 0 && !ended) {
      const boundary = rest.findIndex((byte) => byte === startBlock || (message !== undefined && byte === endBlock));
      const fault = keep(boundary === -1 ? rest : rest.subarray(0, boundary));
      if (fault) {
        ended = true;
        yield fault;
        return;
      }
      if (boundary === -1) {
        return;
      }
      yield* rest[boundary] === startBlock ? begin() : finish();
      rest = rest.subarray(boundary + 1);
    }
  }

  function keep(content: Buffer): FrameEvent | undefined {
    if (!message) {
      const byte = content.find((candidate) => !blanks.has(candidate));
      return byte === undefined ? undefined : { type: 'noise', byte };
    }
    message.add(content);
    return message.size() > maxBytes ? { type: 'oversize' } : undefined;
  }

  function* begin(): Generator<FrameEvent> {
    if (message) {
      yield { type: 'restart' };
    }
    message = createMessageBuffer();
  }

  function* finish(): Generator<FrameEvent> {
    const body = message?.content() ?? Buffer.alloc(0);
    message = undefined;
    yield body.length === 0 ? { type: 'empty' } : { type: 'message', body };
  }

  return {
    push: (chunk) => [...decode(chunk)],
    isInsideFrame: () => message !== undefined,
    pendingBytes: () => message?.size() ?? 0,
  };
}
