import { expect, test } from 'vitest';
import { backoffMs } from './backoff.ts';

test.each([
  [0, 1000],
  [1, 2000],
  [5, 32_000],
  [20, 300_000],
  [5000, 300_000],
])('backoff, after %i failures, is at most %i ms', (failures, limit) => {
  expect(backoffMs(failures, { random: () => 1 })).toBe(limit);
});

test('[F12] backoff, on a hundred agents at once, spreads them over the whole time', () => {
  const delays = Array.from({ length: 100 }, (_, index) => backoffMs(5, { random: () => index / 100 }));

  expect([Math.min(...delays), Math.max(...delays)]).toEqual([0, 31_680]);
  expect(new Set(delays).size).toBe(100);
});
