import type { Log, LogFields } from './log.ts';

type LimitOptions = Readonly<{ linesPerMinute: number; now: () => number }>;

/** A log that writes no more than so many lines a minute. `takeLeftOut` tells how many it left out, and forgets them. */
export type LimitedLog = Log & Readonly<{ takeLeftOut: () => number }>;

const minuteMs = 60_000;

/**
 * Limits what an outsider can make the log write: the log is often on the disk that the queue needs. Lines beyond the
 * limit are counted, and the count stands before the first line of a later minute.
 */
export function limitLog(log: Log, { linesPerMinute, now }: LimitOptions): LimitedLog {
  let minuteBegan = now();
  let written = 0;
  let leftOut = 0;

  function takeLeftOut(): number {
    const count = leftOut;
    leftOut = 0;
    return count;
  }

  const limited =
    (level: keyof Log) =>
    (message: string, fields?: LogFields): void => {
      // A clock that was set back begins a new minute as well.
      if (Math.abs(now() - minuteBegan) >= minuteMs) {
        [minuteBegan, written] = [now(), 0];
        if (leftOut > 0) {
          log.warn('log lines left out', { lines: takeLeftOut() });
        }
      }
      written += 1;
      if (written > linesPerMinute) {
        leftOut += 1;
      } else {
        log[level](message, fields);
      }
    };
  return { info: limited('info'), warn: limited('warn'), error: limited('error'), takeLeftOut };
}
