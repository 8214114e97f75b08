import type { Clock } from '#tenant/clock.ts';

/** How far a tenant's clock is from the server's. */
export type ClockState = Readonly<{
  offsetMs: number;
  /** Set while the clock is frozen: its time, in milliseconds since 1970. */
  frozenAtMs?: number | undefined;
}>;

/** A clock that tests move and freeze. */
export type HostClock = Readonly<{
  now: Clock;
  /** Moves time, forwards or backwards. */
  move: (milliseconds: number) => void;
  /** Sets the time. */
  set: (time: Date) => void;
  /** Freezes the time, or lets it go on from where it was frozen. */
  freeze: (isFrozen: boolean) => void;
  state: () => ClockState;
  restore: (state: ClockState) => void;
}>;

/** Makes a clock that follows `source` until it is moved or frozen. */
export function createHostClock(source: Clock): HostClock {
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
