import { carriageReturn, endBlock, startBlock } from './frame.ts';

export type FrameEvent =
  | Readonly<{ type: 'message'; body: Buffer }>
  /** Bytes that belong to no message: noise between frames, or a frame that was begun anew before its end. */
  | Readonly<{ type: 'discarded'; bytes: number }>
  /** The peer sends more than a message may hold; nothing after it can be trusted. */
  | Readonly<{ type: 'oversize' }>;

export type FrameDecoder = Readonly<{
  push: (chunk: Buffer) => readonly FrameEvent[];
  /** Bytes of a message whose end has not come yet. */
  pendingBytes: () => number;
}>;

/**
 * Cuts a byte stream into MLLP messages, however the network has split or joined them.
 *
 * A message ends at FS. The CR that should follow is skipped and not waited for, because some devices leave it out.
 */
export function createFrameDecoder(maxBytes: number): FrameDecoder {
  let parts: Buffer[] | undefined;
  let size = 0;

  function* decode(chunk: Buffer): Generator<FrameEvent> {
    let rest = chunk;
    while (rest.length > 0) {
      const boundary = rest.findIndex((byte) => byte === startBlock || (parts !== undefined && byte === endBlock));
      const content = boundary === -1 ? rest : rest.subarray(0, boundary);
      yield* keep(content);
      if (size > maxBytes) {
        yield { type: 'oversize' };
        return;
      }
      if (boundary === -1) {
        return;
      }
      yield* rest[boundary] === startBlock ? begin() : finish();
      rest = rest.subarray(boundary + 1);
    }
  }

  function* keep(content: Buffer): Generator<FrameEvent> {
    if (parts) {
      parts.push(content);
      size += content.length;
      return;
    }
    const noise = content.filter((byte) => byte !== carriageReturn).length;
    if (noise > 0) {
      yield { type: 'discarded', bytes: noise };
    }
  }

  function* begin(): Generator<FrameEvent> {
    if (parts) {
      yield { type: 'discarded', bytes: size };
    }
    [parts, size] = [[], 0];
  }

  function* finish(): Generator<FrameEvent> {
    yield { type: 'message', body: Buffer.concat(parts ?? []) };
    [parts, size] = [undefined, 0];
  }

  return { push: (chunk) => [...decode(chunk)], pendingBytes: () => size };
}
