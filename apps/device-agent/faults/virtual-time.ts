import { setImmediate as turn } from 'node:timers/promises';

/** A clock that stands still until it is told to go, for whatever waits by it and for `Date.now` of this process. */
export type VirtualTime = Disposable &
  Readonly<{
    now: () => number;
    wait: (ms: number, signal: AbortSignal) => Promise<void>;
    /** Goes on to a moment. Each who waits until then goes on at its time, and time stands still while it works. */
    goOn: (untilMs: number) => Promise<void>;
  }>;

type Sleeper = { dueAt: number; wakeUp: () => void };

/** @param workers - How many wait by this clock when nothing is to be done. */
export function createVirtualTime(startMs: number, workers: number): VirtualTime {
  const realNow = Date.now;
  const asleep = new Set<Sleeper>();
  let time = startMs;
  const now = (): number => time;
  Date.now = now;

  async function idle(): Promise<void> {
    while (asleep.size < workers) {
      await turn();
    }
  }

  return {
    now,
    wait: (ms, signal) =>
      new Promise((resolve) => {
        const sleeper = { dueAt: time + Math.max(0, ms), wakeUp };
        function wakeUp(): void {
          asleep.delete(sleeper);
          resolve();
        }
        asleep.add(sleeper);
        signal.addEventListener('abort', wakeUp, { once: true });
        if (signal.aborted) {
          wakeUp();
        }
      }),
    goOn: async (untilMs) => {
      await idle();
      for (let next = earliest(asleep); next && next.dueAt <= untilMs; next = earliest(asleep)) {
        time = Math.max(time, next.dueAt);
        next.wakeUp();
        await idle();
      }
      time = untilMs;
    },
    [Symbol.dispose]: () => {
      Date.now = realNow;
    },
  };
}

function earliest(asleep: ReadonlySet<Sleeper>): Sleeper | undefined {
  return [...asleep].reduce<Sleeper | undefined>(
    (first, one) => (first && first.dueAt <= one.dueAt ? first : one),
    undefined,
  );
}
