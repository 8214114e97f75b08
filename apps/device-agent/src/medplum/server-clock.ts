import { measureClockSkew } from './clock-skew.ts';

export type ServerClock = Readonly<{
  /** Reads the server's time out of each answer. */
  fetch: typeof fetch;
  /** The server's time, in milliseconds since the epoch. Before the first answer, the server is asked for it. */
  now: () => Promise<number>;
}>;

type ServerClockOptions = Readonly<{ fetch: typeof fetch; baseUrl: string; now: () => number }>;

/**
 * Keeps the server's time beside this machine's, from the `Date` header (RFC 9110 §6.6.1). What this machine signs is judged
 * by the server's clock: an assertion of a clock that is wrong by minutes would be refused.
 */
export function createServerClock({ fetch, baseUrl, now }: ServerClockOptions): ServerClock {
  let aheadMs: number | undefined;

  return {
    fetch: async (input, init) => {
      const response = await fetch(input, init);
      const serverTime = Date.parse(response.headers.get('date') ?? '');
      aheadMs = Number.isNaN(serverTime) ? aheadMs : now() - serverTime;
      return response;
    },
    now: async () => {
      // Where it cannot be had, the sign-in that follows tells why.
      aheadMs ??= await measureClockSkew({ fetch, baseUrl, now }).catch(() => undefined);
      return now() - (aheadMs ?? 0);
    },
  };
}
