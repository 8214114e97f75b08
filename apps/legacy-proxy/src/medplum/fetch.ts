import { MedplumError } from './error.ts';
import { busyError, createPause } from './pause.ts';
import { createTokenEndpoint, type RequestToken, type TokenEndpointOptions } from './token-endpoint.ts';

export type Fetch = (url: string, init?: RequestInit) => Promise<Response>;

export type MedplumFetchOptions = Omit<TokenEndpointOptions, 'send'> &
  Readonly<{ tokenUrl: string; fetch: Fetch; timeoutMs: number }>;

/**
 * The only way from this process to Medplum. Nothing waits longer than the timeout, and after a 429 nothing is asked
 * until Medplum wants to be asked again: its limits are for this whole server, not for one of its users.
 */
export function createMedplumFetch(options: MedplumFetchOptions): Fetch {
  const { tokenUrl, fetch, timeoutMs, now, random } = options;
  const pause = createPause(now, random);

  async function send(url: string, init: RequestInit = {}): Promise<Response> {
    const signal = AbortSignal.any([AbortSignal.timeout(timeoutMs), ...(init.signal ? [init.signal] : [])]);
    const response = await fetch(url, { ...init, signal }).catch((cause: unknown) => {
      throw new MedplumError('unreachable', `No answer from Medplum at ${new URL(url).origin}`, { cause });
    });
    // The SDK would take the login page of some proxy in between for an empty search result: a chart without allergies.
    if (response.ok && response.status !== 204 && !response.headers.get('content-type')?.includes('json')) {
      throw new MedplumError('failed', `What answered at ${new URL(url).origin} does not speak FHIR`);
    }
    return response;
  }

  const sendForm: RequestToken = (form) => {
    const headers = { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' };
    return send(tokenUrl, { method: 'POST', headers, body: form.toString() });
  };
  const requestToken = createTokenEndpoint({ ...options, send: sendForm });

  return async (url, init) => {
    if (url === tokenUrl) {
      return requestToken(new URLSearchParams(typeof init?.body === 'string' ? init.body : ''));
    }
    pause.check();
    const response = await send(url, init);
    if (response.status === 429) {
      const error = busyError('Medplum asks this server to slow down', response);
      pause.begin(error, 1000);
      throw error;
    }
    return response;
  };
}
