import * as oauth from 'oauth4webapi';
import type { LoginState } from '@medplum/core';
import { medplumRefusal, tokenRefusal } from './medplum-refusal.ts';
import { type SignInAttempt, takeAttempt } from './attempt.ts';
import { redirectUri, type SignInContext } from './sign-in-context.ts';
import { SignInError } from './error.ts';

/** What Medplum's token endpoint answers with, beside the members of RFC 6749 §5.1. */
export type MedplumTokens = oauth.TokenEndpointResponse & Readonly<Pick<LoginState, 'project' | 'profile'>>;

type Proofs = Pick<SignInAttempt, 'codeVerifier' | 'nonce'>;

/** Exchanges a code for tokens and signs the user in with them. */
export async function redeemCode(context: SignInContext, answer: URLSearchParams, proofs: Proofs): Promise<void> {
  const tokens = await requestTokens(context, answer, { ...proofs, redirectUri: redirectUri(context) });
  await signInWithTokens(context, tokens);
}

/**
 * Asks the token endpoint once: a code works once, and a second try would revoke the session that the first one opened.
 * The ID token is checked for issuer, audience, time, nonce and signature (OpenID Connect Core §3.1.3.7), which the SDK
 * does not.
 *
 * @param answer - From `validateAuthResponse`, which has looked at state and issuer.
 */
export async function requestTokens(
  { authorizationServer: { server, client, options } }: Pick<SignInContext, 'authorizationServer'>,
  answer: URLSearchParams,
  { codeVerifier, nonce, redirectUri }: Proofs & Readonly<{ redirectUri: string }>,
): Promise<MedplumTokens> {
  const response = await oauth
    .authorizationCodeGrantRequest(server, client, oauth.None(), answer, redirectUri, codeVerifier, options)
    .catch((cause: unknown) => {
      throw medplumRefusal(cause, 'code_refused');
    });
  if (!response.ok) {
    throw await tokenRefusal(response, 'code_refused');
  }
  try {
    const tokens = await oauth.processAuthorizationCodeResponse(server, client, response, { expectedNonce: nonce });
    await oauth.validateApplicationLevelSignature(server, response, options);
    return tokens as unknown as MedplumTokens;
  } catch (cause) {
    throw new SignInError('id_token_refused', cause instanceof Error ? cause.message : String(cause), { cause });
  }
}

/** Hands the tokens to the SDK, which renews them from now on, and asks who they belong to. */
export async function signInWithTokens({ medplum, tabStorage }: SignInContext, tokens: MedplumTokens): Promise<void> {
  // Perhaps one was begun in another way and given up.
  takeAttempt(tabStorage);
  // Forgets the tokens of earlier users, which the SDK would keep under `logins`.
  medplum.clear();
  try {
    await medplum.setActiveLogin({
      accessToken: tokens.access_token,
      refreshToken: tokens.refresh_token ?? '',
      profile: tokens.profile,
      project: tokens.project,
    });
  } catch (cause) {
    medplum.clear();
    throw medplumRefusal(cause, 'code_refused');
  }
}
