import { rateLimitResetMs } from '@auth-patterns/auth-config';
import { MedplumError } from './error.ts';

export type Fetch = (url: string, init?: RequestInit) => Promise<Response>;

export type MedplumFetchOptions = Readonly<{
  tokenUrl: string;
  fetch: Fetch;
  timeoutMs: number;
  /** After a failed token request, further ones fail at once for this long. */
  coolDownMs: number;
  now: () => number;
  onTokenIssued: () => void;
}>;

/**
 * The only way from this process to Medplum. Nothing waits longer than the timeout, and a token endpoint that is down
 * or says no is left in peace for a while: Medplum limits sign-ins for the whole host, not for one of its users.
 */
export function createMedplumFetch(options: MedplumFetchOptions): Fetch {
  const { tokenUrl, fetch, timeoutMs, coolDownMs, now, onTokenIssued } = options;
  let failure: Readonly<{ error: unknown; untilMs: number }> | undefined;

  async function send(url: string, init?: RequestInit): Promise<Response> {
    const response = await fetch(url, { ...init, signal: AbortSignal.timeout(timeoutMs) }).catch((cause: unknown) => {
      throw new MedplumError('unreachable', `No answer from Medplum at ${new URL(url).origin}`, { cause });
    });
    // The SDK would take the login page of some proxy in between for an empty search result: a chart without allergies.
    if (response.ok && !response.headers.get('content-type')?.includes('json')) {
      throw new MedplumError('failed', `What answered at ${new URL(url).origin} does not speak FHIR`);
    }
    return response;
  }

  async function requestToken(url: string, init?: RequestInit): Promise<Response> {
    if (failure && now() < failure.untilMs) {
      throw failure.error;
    }
    try {
      const response = await send(url, init);
      if (!response.ok) {
        throw await refusal(response);
      }
      failure = undefined;
      onTokenIssued();
      return response;
    } catch (error) {
      const askedMs = error instanceof MedplumError ? error.retryAfterMs : undefined;
      failure = { error, untilMs: now() + Math.max(coolDownMs, askedMs ?? 0) };
      throw error;
    }
  }

  return (url, init) => (url === tokenUrl ? requestToken(url, init) : send(url, init));
}

async function refusal(response: Response): Promise<MedplumError> {
  if (response.status === 429) {
    const retryAfterMs = rateLimitResetMs(response.headers.get('RateLimit'));
    return new MedplumError('busy', 'Medplum limits sign-ins and asks this server to wait', { retryAfterMs });
  }
  if (response.status >= 500) {
    return new MedplumError('unreachable', `Medplum's token endpoint answered ${response.status}`);
  }
  const body = (await response.json().catch(() => ({}))) as { error_description?: unknown };
  const reason = typeof body.error_description === 'string' ? body.error_description : `status ${response.status}`;
  return new MedplumError('sign_in_refused', `Medplum refused this server's sign-in: ${reason}`);
}
