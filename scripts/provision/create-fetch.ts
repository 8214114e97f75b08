import { ProvisionError } from './provision-error.ts';

const longestWaitSeconds = 120;
const mostWaits = 5;

/** Sends requests, and counts what they were. */
export type CountingFetch = Readonly<{
  fetch: typeof fetch;
  /** Requests so far, and those of them that change a resource. */
  counts: Readonly<{ requests: number; writes: number }>;
}>;

/** What a run needs of the world outside. */
export type Outside = Readonly<{
  fetch: typeof fetch;
  sleep: (milliseconds: number) => Promise<void>;
  say: (line: string) => void;
}>;

/**
 * Makes a fetch that waits when the server says that it was asked too often, follows no redirect (it would carry the
 * token elsewhere), and says so when nobody answers.
 */
export function createFetch({ fetch, sleep, say }: Outside): CountingFetch {
  const counts = { requests: 0, writes: 0 };
  const send: typeof fetch = async (input, init) => {
    const url = new URL(input instanceof Request ? input.url : input);
    for (let wait = 0; ; wait++) {
      counts.requests += 1;
      counts.writes += isWrite(url, init?.method) ? 1 : 0;
      const response = await fetch(input, { ...init, redirect: 'manual' }).catch((error: unknown) => {
        throw offline(url, error);
      });
      if (response.status !== 429) {
        return response;
      }
      const seconds = secondsUntilReset(response.headers);
      if (wait >= mostWaits || seconds > longestWaitSeconds) {
        throw new ProvisionError('rate-limited', `${url.host} asks to wait ${seconds} seconds. Run this again later.`);
      }
      say(`  The server asks to wait ${seconds} seconds (rate limit) …`);
      await sleep(seconds * 1000);
    }
  };
  return { fetch: send, counts };
}

/** Signing in posts, too, but changes nothing of the project. */
function isWrite({ pathname }: URL, method = 'GET'): boolean {
  return method !== 'GET' && !/\/(auth|oauth2)\/[a-z]+$/.test(pathname);
}

/** `RateLimit: "requests";r=0;t=42` means: after 42 seconds. Without the header, a minute is how long Medplum counts. */
function secondsUntilReset(headers: Headers): number {
  const times = [...(headers.get('ratelimit') ?? '').matchAll(/;r=0;t=(\d+)/g)].map(([, seconds]) => Number(seconds));
  return times.length > 0 ? Math.max(1, ...times) : 60;
}

function offline(url: URL, error: unknown): ProvisionError {
  const { cause } = error as { cause?: { code?: string } };
  const reason = cause?.code ? ` (${cause.code})` : '';
  return new ProvisionError(
    'offline',
    `${url.origin} does not answer${reason}. Does the server run, and is --base-url right?`,
    { cause: error },
  );
}
