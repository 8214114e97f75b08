import type { Clock } from '#tenant/clock.ts';

const windowMs = 60_000;
/** Above this number of keys, expired windows are dropped. */
const sweepAt = 10_000;

/** What is used of the present minute, in the words of Medplum's limiter. */
export type Consumption = Readonly<{
  isAllowed: boolean;
  limit: number;
  remainingPoints: number;
  msBeforeNext: number;
  consumedPoints: number;
}>;

/** Counts points by key. The minute of a key begins with its first request. */
export type FixedWindow = (key: string, limit: number, points: number) => Consumption;

/** Makes a counter on the tenant's clock. */
export function createFixedWindow(clock: Clock): FixedWindow {
  const windows = new Map<string, Readonly<{ consumed: number; endsAt: number }>>();

  return (key, limit, points) => {
    const now = clock().getTime();
    if (windows.size > sweepAt) {
      sweep(windows, now);
    }
    const known = windows.get(key);
    const current = known && known.endsAt > now ? known : { consumed: 0, endsAt: now + windowMs };
    const consumed = current.consumed + points;
    windows.set(key, { ...current, consumed });
    return {
      isAllowed: consumed <= limit,
      limit,
      remainingPoints: Math.max(limit - consumed, 0),
      msBeforeNext: current.endsAt - now,
      consumedPoints: consumed,
    };
  };
}

function sweep(windows: Map<string, Readonly<{ endsAt: number }>>, now: number): void {
  for (const [key, { endsAt }] of windows) {
    if (endsAt <= now) {
      windows.delete(key);
    }
  }
}
