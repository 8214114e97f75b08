import { type FetchLike, OperationOutcomeError, tooManyRequests } from '@medplum/core';
import { createStore } from '#store';
import { traceparent } from '#support-reference';

const blockedUntil = createStore(0);

/** Until when Medplum refuses this page's requests, in milliseconds since 1970; 0 when it does not. */
export const rateLimit = { blockedUntil: blockedUntil.get, subscribe: blockedUntil.subscribe };

/** The `fetch` for requests to Medplum: says who asks, heeds the rate limit, and names the server that does not answer. */
export function createMedplumFetch(fetch: FetchLike): FetchLike {
  return async (url: string, options: RequestInit = {}) => {
    try {
      const headers = new Headers(options.headers);
      headers.set('traceparent', traceparent());
      const response = (await fetch(url, { ...options, headers })) as Response;
      noteRateLimit(response, Date.now());
      assertNotPostponed(response, options);
      return response;
    } catch (cause) {
      // Browsers say only "Failed to fetch" or "Load failed", each in its own words.
      throw cause instanceof TypeError ? new TypeError(`No answer from ${new URL(url).origin}`, { cause }) : cause;
    }
  };
}

/**
 * The SDK takes every failed renewal for the end of the session and forgets the tokens. A server that is down for a
 * minute, or has been asked too often, has ended nothing: as an error the SDK passes it on and keeps them.
 *
 * @throws OperationOutcomeError named AbortError, the only one that the SDK does not answer with two more tries at once.
 */
function assertNotPostponed({ status }: Response, { body }: RequestInit): void {
  const isRenewal = typeof body === 'string' && body.includes('grant_type=refresh_token');
  if (isRenewal && (status === 429 || status >= 500)) {
    const text = `Medplum could not renew the session now: it answered ${status}`;
    const outcome =
      status === 429
        ? tooManyRequests
        : { resourceType: 'OperationOutcome', issue: [{ severity: 'error', code: 'transient', details: { text } }] };
    throw Object.assign(new OperationOutcomeError(outcome as typeof tooManyRequests), { name: 'AbortError' });
  }
}

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
