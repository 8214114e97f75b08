import { MedplumError } from './error.ts';
import { busyError, createPause } from './pause.ts';

/** Sends the form that asks Medplum for a token, and gives the answer, good or bad. */
export type RequestToken = (form: URLSearchParams) => Promise<Response>;

export type TokenEndpointOptions = Readonly<{
  send: RequestToken;
  /** Takes part in each token request, for example to send an assertion in place of the secret. */
  tokenRequest?: ((next: RequestToken) => RequestToken) | undefined;
  /** After a failed token request, further ones fail at once for this long. */
  coolDownMs: number;
  now: () => number;
  /** From 0 to 1: spreads the moment at which many servers come back. */
  random: () => number;
  onTokenIssued: () => void;
}>;

/**
 * Asks for tokens. An endpoint that is down or says no is left in peace for a while: Medplum limits sign-ins for the
 * whole host, not for one of its users.
 */
export function createTokenEndpoint(options: TokenEndpointOptions): RequestToken {
  const { send, tokenRequest, coolDownMs, now, random, onTokenIssued } = options;
  const requestToken = tokenRequest?.(send) ?? send;
  const pause = createPause(now, random);

  return async (form) => {
    pause.check();
    try {
      const response = await requestToken(form);
      // The SDK forgets the token that it has, still good or not, when it sees such an answer.
      if (!response.ok) {
        throw await refusal(response);
      }
      onTokenIssued();
      return response;
    } catch (error) {
      pause.begin(error, coolDownMs);
      throw error;
    }
  };
}

async function refusal(response: Response): Promise<MedplumError> {
  if (response.status === 429) {
    return busyError('Medplum limits sign-ins and asks this server to wait', response);
  }
  if (response.status >= 500) {
    return new MedplumError('unreachable', `Medplum's token endpoint answered ${response.status}`);
  }
  const body = (await response.json().catch(() => ({}))) as { error_description?: unknown };
  const reason = typeof body.error_description === 'string' ? body.error_description : `status ${response.status}`;
  return new MedplumError('sign_in_refused', `Medplum refused this server's sign-in: ${reason}`);
}
