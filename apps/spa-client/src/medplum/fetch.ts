import { type FetchLike, isOperationOutcome, OperationOutcomeError, tooManyRequests } from '@medplum/core';
import type { OperationOutcome } from '@medplum/fhirtypes';
import { randomHex, supportReference } from '#support-reference';
import { SignInError, type SignInErrorCode } from './error.ts';

/** The `fetch` for requests to Medplum: adds the trace header, and names the server that does not answer. */
export function createMedplumFetch(fetch: FetchLike, onAnswer?: (response: Response) => void): FetchLike {
  return async (url: string, options: RequestInit = {}) => {
    try {
      const headers = new Headers(options.headers);
      headers.set('traceparent', `00-${supportReference}-${randomHex(8)}-01`);
      const response = (await fetch(url, { ...options, headers })) as Response;
      onAnswer?.(response);
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
    const issue = { severity: 'error', code: 'transient', details: { text } } as const;
    const outcome = status === 429 ? tooManyRequests : { resourceType: 'OperationOutcome' as const, issue: [issue] };
    throw Object.assign(new OperationOutcomeError(outcome), { name: 'AbortError' });
  }
}

/** Texts by which Medplum tells apart what has the same status. */
const knownTexts: Readonly<Record<string, SignInErrorCode>> = {
  'IP address not allowed': 'address_blocked',
  'Invalid origin': 'authorization_failed',
};

/**
 * Turns what a request to Medplum threw into a SignInError.
 *
 * @param otherwise - What it means when Medplum answered and nothing more is known.
 */
export function toSignInError(cause: unknown, otherwise: string): SignInError<string> {
  if (cause instanceof SignInError) {
    return cause;
  }
  return cause instanceof OperationOutcomeError
    ? refusalOf(cause.outcome, otherwise, { cause })
    : new SignInError<string>('unreachable', cause instanceof Error ? cause.message : String(cause), { cause });
}

/** Reads a refusal of the token endpoint: an OAuth error, or an OperationOutcome where Medplum answers with one. */
export async function tokenEndpointError(response: Response, otherwise: string): Promise<SignInError<string>> {
  const raw = (await response.json().catch(() => ({ status: response.status }))) as object;
  if (isOperationOutcome(raw)) {
    return refusalOf(raw, otherwise);
  }
  const { error, error_description: description = error } = raw as { error?: string; error_description?: string };
  const code = response.status === 429 ? 'too_many_attempts' : (knownTexts[description ?? ''] ?? otherwise);
  return new SignInError<string>(code, description ?? `The token endpoint answered ${response.status}`, { raw });
}

function refusalOf(raw: OperationOutcome, otherwise: string, options?: ErrorOptions): SignInError<string> {
  const [issue] = raw.issue;
  const text = issue?.details?.text ?? issue?.diagnostics ?? 'Medplum gave no reason';
  const code = issue?.code === 'throttled' ? 'too_many_attempts' : (knownTexts[text] ?? otherwise);
  return new SignInError<string>(code, text, { raw, ...options });
}
