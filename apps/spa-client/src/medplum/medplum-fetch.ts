import type { FetchLike } from '@medplum/core';
import { noteRateLimit } from './rate-limit.ts';
import { traceparent } from './support-reference.ts';

/** The `fetch` for requests to Medplum: says who asks, heeds the rate limit, and names the server that does not answer. */
export function createMedplumFetch(fetch: FetchLike): FetchLike {
  return async (url: string, options: RequestInit = {}) => {
    try {
      const headers = new Headers(options.headers);
      headers.set('traceparent', traceparent());
      const response = (await fetch(url, { ...options, headers })) as Response;
      noteRateLimit(response, Date.now());
      return response;
    } catch (cause) {
      // Browsers say only "Failed to fetch" or "Load failed", each in its own words.
      throw cause instanceof TypeError ? new TypeError(`No answer from ${new URL(url).origin}`, { cause }) : cause;
    }
  };
}
