import { signs } from './frame.ts';

export type LinkEvent =
  | Readonly<{ type: 'enq' | 'eot' | 'noise' }>
  /** From the frame's number to its checksum. */
  | Readonly<{ type: 'frame'; bytes: Buffer }>;

/** Cuts what comes over a link into its events, byte by byte: ENQ and EOT count wherever they stand (E1381 §6.3). */
export type FrameReader = Readonly<{
  take: (byte: number) => LinkEvent | undefined;
  phase: () => 'neutral' | 'between' | 'frame';
  /** How long the frame is that has not ended yet. */
  pendingBytes: () => number;
}>;

export function createFrameReader(): FrameReader {
  let phase: ReturnType<FrameReader['phase']> = 'neutral';
  let frame: number[] = [];

  function take(byte: number): LinkEvent | undefined {
    if (byte === signs.enq || byte === signs.eot) {
      [phase, frame] = [byte === signs.enq ? 'between' : 'neutral', []];
      return { type: byte === signs.enq ? 'enq' : 'eot' };
    }
    if (phase === 'neutral') {
      return byte === signs.cr || byte === signs.lf ? undefined : { type: 'noise' };
    }
    if (byte === signs.stx) {
      [phase, frame] = ['frame', []];
    } else if (phase === 'frame') {
      frame.push(byte);
      const end = frame.at(-3);
      if (end === signs.etx || end === signs.etb) {
        const bytes = Buffer.from(frame);
        [phase, frame] = ['between', []];
        return { type: 'frame', bytes };
      }
    }
    return undefined;
  }

  return { take, phase: () => phase, pendingBytes: () => frame.length };
}
