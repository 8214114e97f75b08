import type { Consumption } from './fixed-window.ts';

/** What is left, as an item of the `RateLimit` header (draft-ietf-httpapi-ratelimit-headers). */
export function rateLimitItem(policy: string, { remainingPoints, msBeforeNext }: Consumption): string {
  return `"${policy}";r=${remainingPoints};t=${Math.ceil(msBeforeNext / 1000)}`;
}
