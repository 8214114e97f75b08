import type { LoginState } from '@medplum/core';
import * as oauth from 'oauth4webapi';
import { type Attempt, callbackAttemptKey, takeAttempt } from './attempt.ts';
import type { AuthorizationServer, SignInContext } from './client.ts';
import { SignInError } from './error.ts';
import { tokenEndpointError, toSignInError } from './fetch.ts';

/** What Medplum's token endpoint answers with, beside the members of RFC 6749 §5.1. */
export type MedplumTokens = oauth.TokenEndpointResponse & Readonly<Pick<LoginState, 'project' | 'profile'>>;

/**
 * Asks the token endpoint once: a code works once, and a second try would revoke the session that the first one opened.
 *
 * @param answer - From `checkAnswer`, which has looked at state and issuer.
 */
export async function requestTokens(
  authorizationServer: AuthorizationServer,
  answer: URLSearchParams,
  { codeVerifier, nonce, redirectUri }: Attempt & Readonly<{ redirectUri: string }>,
  readRefusal = async (response: Response) => tokenEndpointError(response, 'code_refused'),
): Promise<oauth.TokenEndpointResponse> {
  const { server, client, options } = authorizationServer;
  const response = await oauth
    .authorizationCodeGrantRequest(server, client, oauth.None(), answer, redirectUri, codeVerifier, options)
    .catch((cause: unknown) => {
      throw toSignInError(cause, 'code_refused');
    });
  if (!response.ok) {
    throw await readRefusal(response);
  }
  return verifyTokens(authorizationServer, response, async () =>
    oauth.processAuthorizationCodeResponse(server, client, response, { expectedNonce: nonce }),
  );
}

/**
 * The ID token is checked for issuer, audience, time, nonce and signature (OpenID Connect Core §3.1.3.7), which the SDK
 * does not. An answer without one is refused.
 *
 * @param read - Has oauth4webapi read the answer and check the claims of the ID token.
 */
export async function verifyTokens(
  { server, options }: AuthorizationServer,
  response: Response,
  read: () => Promise<oauth.TokenEndpointResponse>,
): Promise<oauth.TokenEndpointResponse> {
  try {
    const tokens = await read();
    await oauth.validateApplicationLevelSignature(server, response, options);
    return tokens;
  } catch (cause) {
    // A server that does not answer when asked for its keys.
    const isUnreachable = cause instanceof TypeError && !('code' in cause);
    throw new SignInError(isUnreachable ? 'unreachable' : 'id_token_refused', String(cause), { cause });
  }
}

/** Hands the tokens to the SDK, which renews them from now on, and asks who they belong to. */
export async function signInWithTokens(
  { medplum, tabStorage }: Pick<SignInContext, 'medplum' | 'tabStorage'>,
  answer: oauth.TokenEndpointResponse,
): Promise<void> {
  const { access_token: accessToken, refresh_token: refreshToken = '', profile, project } = answer as MedplumTokens;
  // Perhaps one was begun in another way and given up.
  takeAttempt(tabStorage, callbackAttemptKey);
  // Forgets the tokens of earlier users, which the SDK would keep under `logins`.
  medplum.clear();
  try {
    await medplum.setActiveLogin({ accessToken, refreshToken, profile, project });
  } catch (cause) {
    medplum.clear();
    throw toSignInError(cause, 'code_refused');
  }
}
