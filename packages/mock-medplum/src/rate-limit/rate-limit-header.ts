import type { Response } from 'express';

import type { Consumption } from './fixed-window.ts';

/** Adds what is left to the `RateLimit` header (draft-ietf-httpapi-ratelimit-headers), as one more item of its list. */
export function addRateLimitHeader(
  response: Response,
  policy: string,
  { remainingPoints, msBeforeNext }: Consumption,
): void {
  const item = `"${policy}";r=${remainingPoints};t=${Math.ceil(msBeforeNext / 1000)}`;
  const before = response.get('RateLimit');
  response.set('RateLimit', before ? `${before}, ${item}` : item);
}
