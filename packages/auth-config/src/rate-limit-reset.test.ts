import { expect, test } from 'vitest';
import { rateLimitResetMs } from './rate-limit-reset.ts';

test.each([
  ['"requests";r=0;t=42', 42_000],
  ['"requests";r=4;t=60, "fhirInteractions";r=0;t=7', 7000],
  ['"requests";r=0;t=5, "fhirInteractions";r=0;t=50', 50_000],
  ['"requests"; r=0; t=42', 42_000],
  ['"requests";r=0', 60_000],
  ['"requests";r=10;t=42', undefined],
  ['', undefined],
  [null, undefined],
])('[C9] RateLimit header %j, read, asks to wait %s ms', (header, expected) => {
  expect(rateLimitResetMs(header)).toBe(expected);
});
