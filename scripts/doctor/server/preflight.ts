import { ask, type Outside } from '#doctor/outside.ts';

/** A request that a page would make. */
export type PageRequest = Readonly<{ url: string; method: string; headers: readonly string[]; origin: string }>;

/** Asks as a browser does before it sends a page's request (Fetch Standard, CORS-preflight fetch). */
export async function preflight(
  { url, method, headers, origin }: PageRequest,
  outside: Pick<Outside, 'fetch'>,
): Promise<Readonly<{ origin: string; credentials: string; headers: readonly string[] }>> {
  const answer = await ask(outside, url, {
    method: 'OPTIONS',
    headers: {
      origin,
      'access-control-request-method': method,
      'access-control-request-headers': headers.join(','),
    },
  });
  const allowed = (name: string): string => answer?.headers.get(`access-control-allow-${name}`) ?? '';
  return {
    origin: allowed('origin'),
    credentials: allowed('credentials'),
    headers: allowed('headers')
      .toLowerCase()
      .split(/\s*,\s*/),
  };
}
