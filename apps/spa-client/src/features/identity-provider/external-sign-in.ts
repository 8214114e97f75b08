import { localPath } from '#medplum/return-to.ts';
import { secureAddress } from '#medplum/secure-address.ts';
import { createAttempt, rememberAttempt } from '#medplum/attempt.ts';
import { redirectUri, type SignInContext } from '#medplum/sign-in-context.ts';
import type { SignInWindow } from './sign-in-window.ts';

/** An identity provider to which Medplum sends its users. */
export type ExternalProvider = Readonly<{
  /** As users know it. */
  name: string;
  /** Its authorization endpoint; `auth/method` adds Medplum's client id there. */
  authorizeUrl: string;
  /** Of the user's email address, when the provider was found by that. */
  domain?: string | undefined;
}>;

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
  const { attempt, codeChallenge } = await createAttempt('identity-provider', localPath(returnTo, origin));
  const url = authorizationUrl(context, provider, { nonce: attempt.nonce, codeChallenge });
  rememberAttempt(tabStorage, { ...attempt, provider, windowId: window?.id });
  (window ?? { leaveFor }).leaveFor(url);
}

/**
 * The request is Medplum's, made in its name. PKCE is between this app and Medplum, so the challenge travels in `state`
 * alone: Medplum would send a `code_challenge` to the provider as the verifier, which no provider accepts under S256. The
 * SDK's `signInWithExternalAuth(…, false)` leaves it out too, but out of `state` as well.
 */
function authorizationUrl(
  { settings, origin }: SignInContext,
  { authorizeUrl, domain }: ExternalProvider,
  proofs: Readonly<{ nonce: string; codeChallenge: string }>,
): string {
  const { baseUrl, clientId, scope, identityProvider } = settings;
  const url = secureAddress(authorizeUrl);
  const { searchParams } = url;
  if (!searchParams.has('client_id')) {
    searchParams.set('client_id', identityProvider?.clientId ?? '');
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
