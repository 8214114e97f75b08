import { createFrameDecoder, type FrameEvent } from './frame-decoder.ts';

/** How much and how long a connection may ask of the listener; times in milliseconds. */
export type ConnectionLimits = Readonly<{
  maxMessageBytes: number;
  /** From the start of the connection to the start of its first frame. */
  firstFrameMs: number;
  /** From the start of a frame to its end. */
  frameMs: number;
  /** From a message to the start of the next. */
  idleMs: number;
}>;

export type Admission = Readonly<{
  push: (chunk: Buffer, now: number) => readonly FrameEvent[];
  /** When the connection ends unless it does before what it is waited for, in milliseconds since the epoch. */
  deadline: () => number;
  /** What the connection is waited for. */
  phase: () => 'first-frame' | 'frame' | 'idle';
  /** Whether a whole message has come. */
  isProven: () => boolean;
  /** Since when the connection is in its present phase. */
  since: () => number;
  pendingBytes: () => number;
}>;

/**
 * Decides how long a connection may stay. Only what moves a message forward buys time: blank bytes, empty frames,
 * frames begun anew and a body that trickles in do not.
 */
export function createAdmission(limits: ConnectionLimits, startedAt: number): Admission {
  const decoder = createFrameDecoder(limits.maxMessageBytes);
  let lastMessageAt: number | undefined;
  let frameBeganAt: number | undefined;

  function push(chunk: Buffer, now: number): readonly FrameEvent[] {
    const events = decoder.push(chunk);
    if (events.some(({ type }) => type === 'message')) {
      [lastMessageAt, frameBeganAt] = [now, undefined];
    }
    if (decoder.isInsideFrame()) {
      frameBeganAt ??= now;
    }
    return events;
  }

  function phase(): ReturnType<Admission['phase']> {
    if (decoder.isInsideFrame()) {
      return 'frame';
    }
    return lastMessageAt === undefined ? 'first-frame' : 'idle';
  }

  const since = (): number => (phase() === 'frame' ? frameBeganAt : lastMessageAt) ?? startedAt;
  const allowance = { 'first-frame': limits.firstFrameMs, frame: limits.frameMs, idle: limits.idleMs };
  return {
    push,
    phase,
    since,
    deadline: () => since() + allowance[phase()],
    isProven: () => lastMessageAt !== undefined,
    pendingBytes: decoder.pendingBytes,
  };
}
