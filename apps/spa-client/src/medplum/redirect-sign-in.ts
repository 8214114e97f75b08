import { createPkce, randomText } from './pkce.ts';
import { redeemCode, type Redeemer } from './redeem-code.ts';
import { localPath } from './return-to.ts';
import { rememberAttempt, takeAttempt } from './sign-in-attempt.ts';
import { SignInError } from './sign-in-error.ts';

export type RedirectSignIn = Readonly<{
  /** Leaves this page for Medplum's sign-in page. */
  start: (returnTo: string | null) => Promise<void>;
  /** Finishes on `/callback`, given its query. Answers with the path to show next. */
  finish: (search: string) => Promise<string>;
}>;

type RedirectDeps = Redeemer &
  Readonly<{ clientId: string; scope: string; tabStorage: Storage; leaveFor: (url: string) => void }>;

export function createRedirectSignIn(deps: RedirectDeps): RedirectSignIn {
  let finishing: Readonly<{ search: string; result: Promise<string> }> | undefined;

  return {
    start: (returnTo) => start(deps, returnTo),
    finish: (search) => {
      // React's StrictMode runs effects twice: both get the same promise, so the code is redeemed once.
      if (finishing?.search !== search) {
        finishing = { search, result: finish(deps, search) };
      }
      return finishing.result;
    },
  };
}

async function start(deps: RedirectDeps, returnTo: string | null): Promise<void> {
  const { codeVerifier, codeChallenge } = await createPkce();
  const state = randomText();
  const origin = new URL(deps.redirectUri).origin;
  rememberAttempt(deps.tabStorage, { state, codeVerifier, returnTo: localPath(returnTo, origin) });

  // Not `signInWithRedirect`: on a URL that has a `code`, it redeems that code at once, whoever sent it.
  const url = new URL(deps.medplum.getAuthorizeUrl());
  url.search = new URLSearchParams({
    response_type: 'code',
    client_id: deps.clientId,
    redirect_uri: deps.redirectUri,
    scope: deps.scope,
    state,
    code_challenge: codeChallenge,
    code_challenge_method: 'S256',
  }).toString();
  deps.leaveFor(url.href);
}

async function finish(deps: RedirectDeps, search: string): Promise<string> {
  const answer = new URLSearchParams(search);
  const attempt = takeAttempt(deps.tabStorage);
  if (!attempt) {
    throw new SignInError('callback_without_attempt', 'This tab has no sign-in under way');
  }
  // The SDK stores a state and never compares it. Without this line anyone could sign a user in as somebody else.
  if (answer.get('state') !== attempt.state) {
    throw new SignInError('state_mismatch', 'The state is not the one that this tab sent');
  }
  const error = answer.get('error');
  if (error) {
    const detail = answer.get('error_description') ?? error;
    throw new SignInError(error === 'access_denied' ? 'denied' : 'authorization_failed', detail);
  }
  const code = answer.get('code');
  if (!code) {
    throw new SignInError('code_missing', 'The answer has no code');
  }
  await redeemCode(deps, { code, codeVerifier: attempt.codeVerifier });
  return attempt.returnTo;
}
