import * as oauth from 'oauth4webapi';
import { continueLogin, type LoginStep } from '#login/login-step.ts';
import { codeChallengeOf } from './pkce.ts';
import { redeemCode } from './redeem-code.ts';
import { localPath } from './return-to.ts';
import { createAttempt, rememberAttempt, type SignInAttempt, takeAttempt } from './attempt.ts';
import { redirectUri, type SignInContext } from './sign-in-context.ts';
import { SignInError } from './error.ts';

/** What comes after the callback: the step that is next, and the path to show once the user is in. */
export type Finished = Readonly<{ step: LoginStep; returnTo: string }>;

export type RedirectSignIn = Readonly<{
  /** Leaves this page for Medplum's sign-in page. */
  start: (returnTo: string | null) => Promise<void>;
  /** Finishes on `/callback`, given its query. */
  finish: (search: string) => Promise<Finished>;
}>;

export function createRedirectSignIn(context: SignInContext): RedirectSignIn {
  let finishing: Readonly<{ search: string; result: Promise<Finished> }> | undefined;

  return {
    start: (returnTo) => start(context, returnTo),
    finish: (search) => {
      // React's StrictMode runs effects twice: both get the same promise, so the code is redeemed once.
      if (finishing?.search !== search) {
        finishing = { search, result: finish(context, search) };
      }
      return finishing.result;
    },
  };
}

async function start(context: SignInContext, returnTo: string | null): Promise<void> {
  const { settings, authorizationServer, origin, tabStorage, leaveFor } = context;
  const { attempt, codeChallenge } = await createAttempt('medplum', localPath(returnTo, origin));
  rememberAttempt(tabStorage, attempt);

  // Not `signInWithRedirect`: on a URL that has a `code`, it redeems that code at once, whoever sent it.
  const url = new URL(authorizationServer.server.authorization_endpoint ?? '');
  url.search = new URLSearchParams({
    response_type: 'code',
    client_id: settings.clientId,
    redirect_uri: redirectUri(context),
    scope: settings.scope,
    state: attempt.state,
    nonce: attempt.nonce,
    code_challenge: codeChallenge,
    code_challenge_method: 'S256',
  }).toString();
  leaveFor(url.href);
}

async function finish(context: SignInContext, search: string): Promise<Finished> {
  const attempt = takeAttempt(context.tabStorage);
  if (!attempt) {
    throw new SignInError('callback_without_attempt', 'This tab has no sign-in under way');
  }
  const { returnTo } = attempt;
  const answer = new URLSearchParams(search);
  const login = await openLogin(answer, attempt);
  if (login) {
    return { step: await continueLogin(context, attempt, login), returnTo };
  }
  await redeemCode(context, checkAnswer(context, answer, attempt), attempt);
  return { step: { status: 'signed-in' }, returnTo };
}

/**
 * After an identity provider, whoever has several profiles comes back with a login that has no code yet. Its challenge is
 * what makes it this tab's own: a code of any other login could not be redeemed with this tab's verifier.
 */
async function openLogin(answer: URLSearchParams, { way, codeVerifier }: SignInAttempt): Promise<string | undefined> {
  const login = answer.get('login');
  if (way !== 'identity-provider' || !login || answer.has('code') || answer.has('error')) {
    return undefined;
  }
  if (answer.get('code_challenge') !== (await codeChallengeOf(codeVerifier))) {
    throw new SignInError('state_mismatch', 'The login is not the one that this tab asked for');
  }
  return login;
}

/**
 * Looks at state and issuer (RFC 6749 §10.12, RFC 9207). The SDK stores a state and never compares it: without this,
 * anyone could sign a user in as somebody else. After an identity provider Medplum returns no state, and what binds the
 * answer to this tab is the code verifier, which is proven, and the nonce, which comes back.
 */
export function checkAnswer(
  { authorizationServer: { server, client } }: SignInContext,
  answer: URLSearchParams,
  { way, state }: SignInAttempt,
): URLSearchParams {
  try {
    const expectedState = way === 'medplum' ? state : oauth.expectNoState;
    const checked = oauth.validateAuthResponse(server, client, answer, expectedState);
    if (checked.get('code')) {
      return checked;
    }
  } catch (cause) {
    throw describeAnswer(cause, answer, server.issuer);
  }
  throw new SignInError('code_missing', 'The answer has no code');
}

function describeAnswer(cause: unknown, answer: URLSearchParams, issuer: string): SignInError {
  if (cause instanceof oauth.AuthorizationResponseError) {
    const { error, error_description: description = error } = cause;
    const raw = { error, error_description: description };
    return new SignInError(error === 'access_denied' ? 'denied' : 'authorization_failed', description, { cause, raw });
  }
  return answer.getAll('iss').some((one) => one !== issuer)
    ? new SignInError('issuer_mismatch', 'The answer names another issuer', { cause })
    : new SignInError('state_mismatch', 'The state is not the one that this tab sent', { cause });
}
