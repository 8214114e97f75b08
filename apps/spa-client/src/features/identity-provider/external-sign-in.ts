import * as oauth from 'oauth4webapi';
import { localPath } from '#local-path';
import { continueLogin, type LoginStep } from '#login/login-step.ts';
import { redeemLoginCode } from '#login/redeem-login-code.ts';
import { type Attempt, callbackAttemptKey, rememberAttempt, takeAttempt } from '#medplum/attempt.ts';
import { redirectUri, type SignInContext } from '#medplum/client.ts';
import { checkAnswer, codeChallengeOf, createAttempt } from '#medplum/code-flow.ts';
import { SignInError } from '#medplum/error.ts';
import { secureAddress } from '#parts/secure-address.ts';
import { type ExternalAttempt, type ExternalProvider, way } from './external-attempt.ts';
import type { SignInWindow } from './sign-in-window.ts';

export type ExternalSignIn = ExternalProvider & Readonly<{ returnTo: string | null }>;

/**
 * Sends the browser to an identity provider: the given window, or this page. From there it goes to Medplum, which redeems
 * the provider's code and comes to `/callback` with a code of its own.
 */
export async function startExternalSignIn(
  context: SignInContext,
  { returnTo, ...provider }: ExternalSignIn,
  window?: SignInWindow,
): Promise<void> {
  const { origin, tabStorage, leaveFor } = context;
  const { attempt, codeChallenge } = await createAttempt();
  const url = authorizationUrl(context, provider, { nonce: attempt.nonce, codeChallenge });
  const kept: Omit<ExternalAttempt, keyof Attempt> = {
    way,
    returnTo: localPath(returnTo, origin),
    provider,
    windowId: window?.id,
  };
  rememberAttempt(tabStorage, callbackAttemptKey, { ...attempt, ...kept });
  (window ?? { leaveFor }).leaveFor(url);
}

/**
 * The request is Medplum's, made in its name. PKCE is between this app and Medplum, so the challenge travels in `state`
 * alone: Medplum would send a `code_challenge` to the provider as the verifier, which no provider accepts under S256. The
 * SDK's `signInWithExternalAuth(…, false)` leaves it out too, but out of `state` as well.
 */
function authorizationUrl(
  { settings, origin }: SignInContext,
  { authorizeUrl, domain, clientId: clientIdThere = '' }: ExternalProvider,
  proofs: Readonly<{ nonce: string; codeChallenge: string }>,
): string {
  const { baseUrl, clientId, scope } = settings;
  const url = secureAddress(authorizeUrl);
  const { searchParams } = url;
  if (!searchParams.has('client_id')) {
    searchParams.set('client_id', clientIdThere);
  }
  if (!searchParams.has('scope')) {
    searchParams.set('scope', 'openid profile email');
  }
  searchParams.set('response_type', 'code');
  searchParams.set('redirect_uri', `${baseUrl}auth/external`);
  const callback = redirectUri({ origin });
  const login = { clientId, domain, scope, ...proofs, codeChallengeMethod: 'S256', redirectUri: callback };
  // Medplum returns here only with a code. A user who has to choose a profile first comes by `returnTo`, if the domain's
  // `allowedPostLoginRedirectUrls` has it, and else ends on Medplum's own page.
  searchParams.set('state', JSON.stringify({ ...login, returnTo: callback }));
  return url.href;
}

/** What comes after the callback: the step that is next, and the path to show once the user is in. */
export type Finished = Readonly<{ step: LoginStep; returnTo: string }>;

/**
 * Finishes on `/callback`, given its query. Medplum returns no state here: what binds the answer to this tab is the code
 * verifier, which is proven, and the nonce, which comes back.
 */
export async function finishExternalSignIn(context: SignInContext, search: string): Promise<Finished> {
  const running = finishing.get(context);
  // React's StrictMode runs effects twice: both get the same promise, so the code is redeemed once.
  if (running?.search === search) {
    return running.result;
  }
  const result = finish(context, search);
  finishing.set(context, { search, result });
  return result;
}

const finishing = new WeakMap<SignInContext, Readonly<{ search: string; result: Promise<Finished> }>>();

async function finish(context: SignInContext, search: string): Promise<Finished> {
  const attempt = takeAttempt<ExternalAttempt>(context.tabStorage, callbackAttemptKey);
  if (attempt?.way !== way) {
    throw new SignInError('callback_without_attempt', 'This tab has no sign-in with an identity provider under way');
  }
  const { returnTo } = attempt;
  const answer = new URLSearchParams(search);
  const login = await openLogin(answer, attempt);
  if (login) {
    return { step: await continueLogin(context, attempt, login), returnTo };
  }
  await redeemLoginCode(context, checkAnswer(context.authorizationServer, answer, oauth.expectNoState), attempt);
  return { step: { status: 'signed-in' }, returnTo };
}

/**
 * Whoever has several profiles comes back with a login that has no code yet. Its challenge is what makes it this tab's
 * own: a code of any other login could not be redeemed with this tab's verifier.
 */
async function openLogin(answer: URLSearchParams, { codeVerifier }: Attempt): Promise<string | undefined> {
  const login = answer.get('login');
  if (!login || answer.has('code') || answer.has('error')) {
    return undefined;
  }
  if (answer.get('code_challenge') !== (await codeChallengeOf(codeVerifier))) {
    throw new SignInError('state_mismatch', 'The login is not the one that this tab asked for');
  }
  return login;
}
