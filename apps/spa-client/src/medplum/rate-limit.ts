import { createStore } from '#store';

const blockedUntil = createStore(0);

/** Until when Medplum refuses this page's requests, in milliseconds since 1970; 0 when it does not. */
export const rateLimit = { blockedUntil: blockedUntil.get, subscribe: blockedUntil.subscribe };

/**
 * Remembers what a 429 said. Medplum sends no `Retry-After` but `RateLimit: "requests";r=0;t=42`: nothing remaining, anew
 * in 42 seconds (draft-ietf-httpapi-ratelimit-headers). The SDK reads it and tells nobody.
 */
export function noteRateLimit(response: Response, now: number): void {
  if (response.status === 429) {
    blockedUntil.set(now + secondsUntilReset(response.headers.get('RateLimit')) * 1000);
  }
}

function secondsUntilReset(header: string | null): number {
  const exhausted = (header ?? '').split(',').filter((item) => /;\s*r=0(?:;|$)/.test(item));
  const seconds = exhausted.map((item) => Number(/;\s*t=(\d+)/.exec(item)?.[1] ?? 60));
  return seconds.length > 0 ? Math.max(...seconds) : 60;
}
