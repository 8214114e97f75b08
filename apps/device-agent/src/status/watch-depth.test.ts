import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { watchDepth } from './watch-depth.ts';

beforeEach(() => void vi.useFakeTimers({ now: 0 }));
afterEach(() => vi.useRealTimers());

const minute = 60_000;

test('[D7] depth, watched, is what waited at each look and what waits now', () => {
  let depth = 5;
  const watch = watchDepth({ waiting: () => depth, now: Date.now, everyMs: minute });
  depth = 7;
  vi.advanceTimersByTime(minute);
  depth = 2;
  vi.advanceTimersByTime(1);

  expect(watch.samples()).toEqual([
    { at: 0, waiting: 5 },
    { at: minute, waiting: 7 },
    { at: minute + 1, waiting: 2 },
  ]);
});

test('[D7] depth, watched for days, is remembered for an hour', () => {
  const watch = watchDepth({ waiting: () => 1, now: Date.now, everyMs: minute });

  vi.advanceTimersByTime(5000 * minute);

  expect(watch.samples().map(({ at }) => at / minute)[0]).toBe(4941);
  expect(watch.samples()).toHaveLength(61);
});

test('[F10] depth, while the disk fails, has a gap and goes on', () => {
  let broken = false;
  const watch = watchDepth({
    waiting: () => {
      if (broken) {
        throw new Error('disk I/O error');
      }
      return 3;
    },
    now: Date.now,
    everyMs: minute,
  });

  broken = true;
  vi.advanceTimersByTime(2 * minute);
  broken = false;
  vi.advanceTimersByTime(minute);

  expect(watch.samples().map(({ at }) => at / minute)).toEqual([0, 3, 3]);
});

test('[F6] depth, when the clock is set back, forgets the samples of a time to come', () => {
  let clock = 100 * minute;
  const watch = watchDepth({ waiting: () => 1, now: () => clock, everyMs: minute });

  clock = minute;
  vi.advanceTimersByTime(minute);

  expect(watch.samples().map(({ at }) => at / minute)).toEqual([1, 1]);
});

test('[D7] depth, no longer watched, is not looked at', () => {
  const waiting = vi.fn<() => number>(() => 1);
  watchDepth({ waiting, now: Date.now, everyMs: minute }).stop();

  vi.advanceTimersByTime(5 * minute);

  expect(waiting).toHaveBeenCalledOnce();
});
