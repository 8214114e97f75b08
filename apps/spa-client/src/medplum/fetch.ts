import { rateLimitResetMs } from '@auth-patterns/auth-config';
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

/** Remembers what a 429 said. The SDK reads it too and tells nobody. */
export function noteRateLimit(response: Response, now: number): void {
  if (response.status === 429) {
    blockedUntil.set(now + (rateLimitResetMs(response.headers.get('RateLimit')) ?? 60_000));
  }
}
