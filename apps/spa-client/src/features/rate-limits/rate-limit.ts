import { rateLimitResetMs } from '@auth-patterns/auth-config';
import { createStore } from 'zustand/vanilla';

const blockedUntil = createStore(() => 0);

/** Until when Medplum refuses this page's requests, in milliseconds since 1970; 0 when it does not. */
export const rateLimit = { blockedUntil: blockedUntil.getState, subscribe: blockedUntil.subscribe };

/** Remembers what a 429 said. The SDK reads it too, but does not pass it on. */
export function noteRateLimit(response: Response, now: number): void {
  if (response.status === 429) {
    blockedUntil.setState(now + (rateLimitResetMs(response.headers.get('RateLimit')) ?? 60_000), true);
  }
}
