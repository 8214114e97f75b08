import * as oauth from 'oauth4webapi';
import type { KeptStorage } from '#kept-storage';
import { type Attempt, rememberAttempt, takeAttempt } from './attempt.ts';
import type { AuthorizationServer } from './client.ts';
import { SignInError } from './error.ts';
import { requestTokens } from './redeem-code.ts';

/** An authorization code flow with PKCE, from leaving this page to what is done with the tokens. */
export type CodeFlow<Kept extends object, Result> = Readonly<{
  /** Leaves this page. The attempt is remembered together with what is to be kept. */
  start: (kept: Kept, parameters: Readonly<Record<string, string>>) => Promise<void>;
  /** Finishes on the redirect URI, given its query. Nothing is sent before state and issuer are right. */
  finish: (search: string) => Promise<Result>;
}>;

type CodeFlowOptions<Kept extends object, Result> = Readonly<{
  /** Its addresses have been checked. Asked at each step: a provider's keys may have changed in between. */
  server: () => AuthorizationServer | Promise<AuthorizationServer>;
  /** Registered there, to the letter. */
  redirectUri: string;
  /** Where the tab remembers the attempt: no answer to one flow can finish another (RFC 9700 §4.4). */
  key: string;
  tabStorage: KeptStorage;
  leaveFor: (url: string) => void;
  /** Reads a refusal of the token endpoint, if it is not Medplum's. */
  readRefusal?: (response: Response) => Promise<SignInError<string>>;
  /** What is done with tokens that have been verified. */
  use: (tokens: oauth.TokenEndpointResponse, kept: Attempt & Kept, server: AuthorizationServer) => Promise<Result>;
}>;

export function createCodeFlow<Kept extends object, Result>(
  options: CodeFlowOptions<Kept, Result>,
): CodeFlow<Kept, Result> {
  const { tabStorage, key, redirectUri } = options;
  let finishing: Readonly<{ search: string; result: Promise<Result> }> | undefined;

  const finish = async (search: string): Promise<Result> => {
    const attempt = takeAttempt<Kept>(tabStorage, key);
    if (!attempt) {
      throw new SignInError('callback_without_attempt', 'This tab has no sign-in under way');
    }
    const server = await options.server();
    const answer = checkAnswer(server, new URLSearchParams(search), attempt.state);
    const tokens = await requestTokens(server, answer, { ...attempt, redirectUri }, options.readRefusal);
    return options.use(tokens, attempt, server);
  };
  return {
    start: async (kept, parameters) => {
      const { server, client } = await options.server();
      const { attempt, codeChallenge } = await createAttempt();
      rememberAttempt(tabStorage, key, { ...attempt, ...kept });
      // Not the SDK's `signInWithRedirect`: on a URL that has a `code`, it redeems that code at once, whoever sent it.
      const url = new URL(server.authorization_endpoint ?? '');
      const request = {
        response_type: 'code',
        client_id: client.client_id,
        redirect_uri: redirectUri,
        state: attempt.state,
        nonce: attempt.nonce,
        code_challenge: codeChallenge,
        code_challenge_method: 'S256',
        ...parameters,
      };
      Object.entries(request).forEach(([name, value]) => url.searchParams.set(name, value));
      options.leaveFor(url.href);
    },
    finish: (search) => {
      // React's StrictMode runs effects twice: both get the same promise, so the code is redeemed once.
      if (finishing?.search !== search) {
        finishing = { search, result: finish(search) };
      }
      return finishing.result;
    },
  };
}

/** Proofs for one attempt, and the challenge that may be shown to others. */
export async function createAttempt(): Promise<Readonly<{ attempt: Attempt; codeChallenge: string }>> {
  const codeVerifier = oauth.generateRandomCodeVerifier();
  const attempt = { state: oauth.generateRandomState(), nonce: oauth.generateRandomNonce(), codeVerifier };
  return { attempt, codeChallenge: await codeChallengeOf(codeVerifier) };
}

/** RFC 7636 §4.2, method S256. The SDK falls back to `plain` where `crypto.subtle` is missing: that protects nothing. */
export async function codeChallengeOf(codeVerifier: string): Promise<string> {
  // Browsers offer `crypto.subtle` on https pages and on localhost only.
  if (!globalThis.crypto.subtle) {
    throw new SignInError('insecure_page', 'PKCE needs a page served over https');
  }
  return oauth.calculatePKCECodeChallenge(codeVerifier);
}

/**
 * Looks at state and issuer (RFC 6749 §10.12, RFC 9207). The SDK stores a state and never compares it: without this,
 * anyone could sign a user in as somebody else.
 */
export function checkAnswer(
  { server, client }: AuthorizationServer,
  answer: URLSearchParams,
  state: string | typeof oauth.expectNoState,
): URLSearchParams {
  try {
    const checked = oauth.validateAuthResponse(server, client, answer, state);
    if (checked.get('code')) {
      return checked;
    }
  } catch (cause) {
    throw describeAnswer(cause, answer, server);
  }
  throw new SignInError('code_missing', 'The answer has no code');
}

function describeAnswer(cause: unknown, answer: URLSearchParams, server: oauth.AuthorizationServer): SignInError {
  if (cause instanceof oauth.AuthorizationResponseError) {
    const { error, error_description: description = error } = cause;
    const raw = { error, error_description: description };
    return new SignInError(error === 'access_denied' ? 'denied' : 'authorization_failed', description, { cause, raw });
  }
  const issuers = answer.getAll('iss');
  const isMissing = issuers.length === 0 && server.authorization_response_iss_parameter_supported;
  return isMissing || issuers.some((issuer) => issuer !== server.issuer)
    ? new SignInError('issuer_mismatch', 'The answer does not name this server as its issuer', { cause })
    : new SignInError('state_mismatch', 'The state is not the one that this tab sent', { cause });
}
