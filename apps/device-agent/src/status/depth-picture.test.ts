import { expect, test } from 'vitest';
import { depthPicture } from './depth-picture.ts';
import { watchedMs } from './watch-depth.ts';

const now = Date.UTC(2026, 0, 1, 12, 30);

test('[D7] depth picture, of a backlog that grew and went, draws it and says when most waited', () => {
  const at = (share: number): number => now - watchedMs * (1 - share);
  const picture = depthPicture(
    [
      { at: at(0.5), waiting: 0 },
      { at: at(0.75), waiting: 150 },
      { at: at(1), waiting: 50 },
    ],
    now,
  );

  expect(picture).toContain('<polyline points="300,120 450,30 600,90"/>');
  expect(picture).toContain('<polygon points="300,120 300,120 450,30 600,90 600,120"/>');
  expect(picture).toContain('aria-label="At most 150 waited, at 12:15 UTC."');
  expect(picture).toContain('<span>200</span>');
});

test('[D7] depth picture, of an empty queue, is a line on the ground and says that nothing waited', () => {
  const picture = depthPicture([{ at: now, waiting: 0 }], now);

  expect(picture).toContain('<polyline points="600,120"/>');
  expect(picture).toContain('No message waited');
});

test('[D7] depth picture, of an hour without change, is as small as that of a moment', () => {
  const samples = Array.from({ length: 361 }, (_, index) => ({ at: now - watchedMs + index * 10_000, waiting: 4 }));

  expect(depthPicture(samples, now)).toContain('<polyline points="0,24 600,24"/>');
});

test.each([
  [1, 1],
  [3, 5],
  [6, 10],
  [99, 100],
  [1001, 2000],
])('[D7] depth picture, of %i messages, has room for %i', (waiting, top) => {
  expect(depthPicture([{ at: now, waiting }], now)).toContain(`<span>${top}</span>`);
});
