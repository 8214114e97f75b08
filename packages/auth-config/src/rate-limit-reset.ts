/**
 * Reads how long Medplum asks to be left alone. It sends no `Retry-After` but `RateLimit: "requests";r=0;t=42`: nothing
 * remains, and the count begins anew in 42 seconds.
 *
 * @param header - The header `RateLimit` of an answer.
 * @returns Milliseconds until the last exhausted quota begins anew; undefined when none is exhausted.
 * @see draft-ietf-httpapi-ratelimit-headers
 */
export function rateLimitResetMs(header: string | null): number | undefined {
  const exhausted = (header ?? '').split(',').filter((item) => /;\s*r=0(?:;|$)/.test(item));
  const seconds = exhausted.map((item) => Number(/;\s*t=(\d{1,9})(?:;|$)/.exec(item)?.[1] ?? 60));
  return seconds.length > 0 ? Math.max(...seconds) * 1000 : undefined;
}
