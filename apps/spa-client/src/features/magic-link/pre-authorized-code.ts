import type { MedplumClient } from '@medplum/core';
import * as oauth from 'oauth4webapi';
import { type ErrorTexts, explainRefusal } from '#login/explain-refusal.ts';
import type { SignInContext } from '#medplum/client.ts';
import { toSignInError, tokenEndpointError } from '#medplum/fetch.ts';
import { signInWithTokens, verifyTokens } from '#medplum/redeem-code.ts';
import type { MagicLinkErrorCode } from './failures.ts';

/** OpenID for Verifiable Credential Issuance §6.1, which Medplum uses for itself. */
const grantType = 'urn:ietf:params:oauth:grant-type:pre-authorized_code';

const redeemTexts: ErrorTexts<MagicLinkErrorCode> = {
  'Token already granted': 'magic_link_used',
  'Token revoked': 'magic_link_used',
  'Token expired': 'magic_link_expired',
  'Invalid client': 'magic_link_for_another_app',
  'Invalid pre-authorized_code': 'magic_link_invalid',
};

/**
 * Signs in with a code that somebody with more rights made beforehand. Nothing binds it to this browser: no state, no
 * PKCE, and no nonce either, as this browser began nothing. Whoever holds the code is signed in, once.
 */
export async function redeemPreAuthorizedCode(context: SignInContext, code: string): Promise<void> {
  const tokens = await requestTokens(context, code).catch((error: unknown) => {
    throw explainRefusal(error, redeemTexts);
  });
  // Only now that the link has proved good, whoever was signed in before leaves, at Medplum too.
  if (context.medplum.getActiveLogin()) {
    await context.medplum.signOut().catch(() => context.medplum.clear());
  }
  await signInWithTokens(context, tokens);
}

async function requestTokens(
  { authorizationServer }: SignInContext,
  code: string,
): Promise<oauth.TokenEndpointResponse> {
  const { server, client, options } = authorizationServer;
  const parameters = new URLSearchParams({ client_id: client.client_id, 'pre-authorized_code': code });
  const response = await oauth
    .genericTokenEndpointRequest(server, client, oauth.None(), grantType, parameters, options)
    .catch((cause: unknown) => {
      throw toSignInError(cause, 'refused');
    });
  if (!response.ok) {
    throw await tokenEndpointError(response, 'refused');
  }
  return verifyTokens(authorizationServer, response, async () =>
    oauth.processGenericTokenEndpointResponse(server, client, response),
  );
}

export type MagicLinkOptions = Readonly<{ clientId: string; scope: string; membershipId: string; expiresIn: number }>;

export type MagicLink = Readonly<{ url: string; expiresAt: Date }>;

const preauthorizeTexts: ErrorTexts<MagicLinkErrorCode> = {
  Forbidden: 'magic_link_not_allowed',
  'Not found': 'magic_link_not_allowed',
};

/**
 * Makes a link that signs a member in, as a project administrator may. Here, it is a demonstration: a real system makes
 * such links on a server, which sends them by mail and keeps a record of it.
 *
 * @param options - `expiresIn` in seconds, at most a week.
 */
export async function makeMagicLink(
  medplum: MedplumClient,
  origin: string,
  { membershipId, ...body }: MagicLinkOptions,
): Promise<MagicLink> {
  const headers = { 'X-Medplum-On-Behalf-Of': `ProjectMembership/${membershipId}` };
  const answer = (await medplum.post('auth/preauthorize', body, undefined, { headers }).catch((error: unknown) => {
    throw explainRefusal(error, preauthorizeTexts);
  })) as Readonly<{ preAuthorizedCode: string; expiresAt: string }>;
  // In the fragment, which no browser sends to a server or names in a Referer header.
  return { url: `${origin}/magic-link#${answer.preAuthorizedCode}`, expiresAt: new Date(answer.expiresAt) };
}
