import { rateLimitResetMs } from '@auth-patterns/auth-config';
import { MedplumError } from './error.ts';

export type MedplumFetchOptions = Readonly<{
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
export function createMedplumFetch({ fetch, tokenUrl, timeoutMs, checkToken }: MedplumFetchOptions): typeof fetch {
  return async (input, init) => {
    const { response, text } = await exchange(fetch, input, init, timeoutMs);
    if (outages.has(response.status)) {
      const code = response.status === 429 ? 'busy' : 'unreachable';
      const retryAfterMs = rateLimitResetMs(response.headers.get('RateLimit'));
      throw new MedplumError(code, `Medplum answered HTTP ${response.status}`, { retryAfterMs });
    }
    if (response.status >= 500) {
      throw new MedplumError('failed', `Medplum answered HTTP ${response.status}`);
    }
    if (text !== '' && !isJson(text)) {
      throw new MedplumError(
        'unreachable',
        'The answer does not come from Medplum: is there a proxy or a sign-in page between?',
      );
    }
    if (requestUrl(input) === tokenUrl) {
      if (!response.ok) {
        throw new MedplumError('sign_in_refused', tokenError(text));
      }
      checkToken?.(response, text);
    }
    return new Response(text === '' ? null : text, { status: response.status, headers: response.headers });
  };
}

async function exchange(
  fetch: MedplumFetchOptions['fetch'],
  input: Parameters<typeof fetch>[0],
  init: RequestInit | undefined,
  timeoutMs: number,
): Promise<{ response: Response; text: string }> {
  try {
    // The body is read under the same time limit: a server can stop in the middle of an answer, too.
    const response = await fetch(input, { ...init, signal: AbortSignal.timeout(timeoutMs) });
    return { response, text: await response.text() };
  } catch (cause) {
    throw new MedplumError('unreachable', 'No answer from Medplum: check the network and MEDPLUM_BASE_URL', { cause });
  }
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
