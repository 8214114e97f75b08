import { CredentialsRefused, MedplumFault, MedplumUnavailable } from './medplum-failure.ts';

type GuardOptions = Readonly<{
  fetch: typeof fetch;
  tokenUrl: string;
  timeoutMs: number;
  /** Looks at every token before the SDK does; throws when it cannot be used. */
  checkToken?: (response: Response, text: string) => void;
}>;

const outages = new Set([408, 425, 429, 502, 503, 504]);

/**
 * A fetch for MedplumClient that tells apart what an unattended sender must tell apart. The SDK's errors carry no HTTP
 * status, it signs out when the token endpoint has a bad moment, and it takes a captive portal's page for an answer.
 */
export function createGuardedFetch({ fetch, tokenUrl, timeoutMs, checkToken }: GuardOptions): typeof fetch {
  return async (input, init) => {
    const { response, text } = await exchange(fetch, input, init, timeoutMs);
    if (outages.has(response.status)) {
      throw new MedplumUnavailable(`Medplum answered HTTP ${response.status}`, {
        retryAfterMs: retryAfterMs(response),
      });
    }
    if (response.status >= 500) {
      throw new MedplumFault(`Medplum answered HTTP ${response.status}`);
    }
    if (text !== '' && !isJson(text)) {
      throw new MedplumUnavailable(
        'The answer does not come from Medplum: is there a proxy or a sign-in page between?',
      );
    }
    if (requestUrl(input) === tokenUrl) {
      if (!response.ok) {
        throw new CredentialsRefused(tokenError(text));
      }
      checkToken?.(response, text);
    }
    return new Response(text === '' ? null : text, { status: response.status, headers: response.headers });
  };
}

async function exchange(
  fetch: GuardOptions['fetch'],
  input: Parameters<typeof fetch>[0],
  init: RequestInit | undefined,
  timeoutMs: number,
): Promise<{ response: Response; text: string }> {
  try {
    // The body is read under the same time limit: a server can stop in the middle of an answer, too.
    const response = await fetch(input, { ...init, signal: AbortSignal.timeout(timeoutMs) });
    return { response, text: await response.text() };
  } catch (cause) {
    throw new MedplumUnavailable('No answer from Medplum: check the network and MEDPLUM_BASE_URL', { cause });
  }
}

/** Medplum's `RateLimit` header: `"requests";r=0;t=60` says that nothing is left for 60 seconds. */
function retryAfterMs(response: Response): number | undefined {
  const header = response.headers.get('ratelimit') ?? '';
  const waits = [...header.matchAll(/;r=0;t=(\d+)/g)].map(([, secondsLeft]) => Number(secondsLeft) * 1000);
  return waits.length > 0 ? Math.max(...waits) : undefined;
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

function requestUrl(input: Parameters<typeof fetch>[0]): string {
  return input instanceof Request ? input.url : String(input);
}

function tokenError(text: string): string {
  const body = JSON.parse(text || '{}') as { error_description?: string; error?: string };
  return body.error_description ?? body.error ?? 'no reason given';
}
