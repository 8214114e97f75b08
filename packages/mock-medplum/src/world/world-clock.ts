import type { Clock } from '#tenant/tenant.ts';

/** Where a world's time stands in relation to the clock that it was given. */
export type ClockState = Readonly<{
  offsetMs: number;
  /** Milliseconds since 1970 at which time stands still. */
  frozenAtMs?: number | undefined;
}>;

/** A clock that is moved and stopped from outside. */
export type WorldClock = Readonly<{
  now: Clock;
  /** Moves time, forwards or backwards. */
  move: (milliseconds: number) => void;
  /** Sets the time. */
  set: (time: Date) => void;
  /** Lets time stand still, or go on from where it stood. */
  freeze: (isFrozen: boolean) => void;
  state: () => ClockState;
  restore: (state: ClockState) => void;
}>;

/** Makes a clock that goes as `source` does, until told otherwise. */
export function createWorldClock(source: Clock): WorldClock {
  let state: ClockState = { offsetMs: 0 };
  const nowMs = (): number => state.frozenAtMs ?? source().getTime() + state.offsetMs;

  function set(milliseconds: number): void {
    const isFrozen = state.frozenAtMs !== undefined;
    state = { offsetMs: milliseconds - source().getTime(), ...(isFrozen && { frozenAtMs: milliseconds }) };
  }

  return {
    now: () => new Date(nowMs()),
    move: (milliseconds) => set(nowMs() + milliseconds),
    set: (time) => set(time.getTime()),
    freeze: (isFrozen) => {
      const milliseconds = nowMs();
      const offsetMs = milliseconds - source().getTime();
      state = isFrozen ? { offsetMs, frozenAtMs: milliseconds } : { offsetMs };
    },
    state: () => state,
    restore: (earlier) => {
      state = earlier;
    },
  };
}
