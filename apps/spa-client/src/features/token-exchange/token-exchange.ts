import { medplumEndpoints } from '@auth-patterns/auth-config';
import * as oauth from 'oauth4webapi';
import type { ErrorTexts } from '#login/explain-refusal.ts';
import type { SignInContext } from '#medplum/client.ts';
import { SignInError } from '#medplum/error.ts';
import { toSignInError, tokenEndpointError } from '#medplum/fetch.ts';
import { type MedplumTokens, signInWithTokens, verifyTokens } from '#medplum/redeem-code.ts';
import type { PartErrorCode } from '#parts/failures.ts';
import type { ExchangeErrorCode } from './failures.ts';
import type { ProviderTokens } from './provider-sign-in.ts';
import { readTokenFacts, type TokenFacts } from './token-exchange-facts.ts';

/** Tokens of Medplum that nobody uses yet. */
export type Exchanged = Readonly<{ tokens: MedplumTokens; facts: TokenFacts }>;

const grantType = 'urn:ietf:params:oauth:grant-type:token-exchange';
const accessTokenType = 'urn:ietf:params:oauth:token-type:access_token';

/**
 * Gives Medplum the identity provider's access token for tokens of its own (RFC 8693). Medplum asks the provider's
 * userinfo endpoint who it is about. The SDK's `exchangeExternalAccessToken` sends the same, but signs in at once, with
 * neither scope nor nonce.
 *
 * @param membershipId - Which of the user's memberships; without it Medplum takes the first.
 */
export async function exchangeToken(
  context: SignInContext,
  { accessToken, facts }: ProviderTokens,
  membershipId?: string,
): Promise<Exchanged> {
  const nonce = oauth.generateRandomNonce();
  const { clientId, scope, baseUrl } = context.settings;
  const response = await request(context, {
    client_id: clientId,
    subject_token: accessToken,
    subject_token_type: accessTokenType,
    scope,
    nonce,
    ...(membershipId && { membership_id: membershipId }),
  });
  if (!response.ok) {
    const refusal = await tokenEndpointError(response, 'refused');
    const code = codeOf(refusal, { isNamed: Boolean(membershipId), isOver: isOver(facts) });
    throw new SignInError<string>(code, refusal.message, { cause: refusal, raw: refusal.raw });
  }
  const tokens = await readTokens(context, response, nonce);
  return { tokens, facts: readTokenFacts(tokens, { issuer: baseUrl, askedScope: scope }) };
}

/** Signs the user in. Whoever was signed in before leaves, at Medplum too. */
export async function signInWithExchanged(context: SignInContext, { tokens }: Exchanged): Promise<void> {
  if (context.medplum.getActiveLogin()) {
    await context.medplum.signOut().catch(() => context.medplum.clear());
  }
  await signInWithTokens(context, tokens).catch((cause: unknown) => {
    const isOther = cause instanceof SignInError && cause.code === 'code_refused';
    throw isOther ? new SignInError<PartErrorCode>('refused', cause.message, { cause, raw: cause.raw }) : cause;
  });
}

/** Ends the session at Medplum that the exchange began. Tells whether Medplum did so. */
export async function revokeExchanged({ settings, fetch }: SignInContext, { tokens }: Exchanged): Promise<boolean> {
  const headers = { Authorization: `Bearer ${tokens.access_token}` };
  try {
    const response = (await fetch(medplumEndpoints(settings.baseUrl).logout, { method: 'POST', headers })) as Response;
    return response.ok;
  } catch {
    return false;
  }
}

async function request({ authorizationServer }: SignInContext, fields: Record<string, string>): Promise<Response> {
  const { server, client, options } = authorizationServer;
  return oauth
    .genericTokenEndpointRequest(server, client, oauth.None(), grantType, new URLSearchParams(fields), options)
    .catch((cause: unknown) => {
      throw toSignInError(cause, 'refused');
    });
}

async function readTokens(
  { authorizationServer }: SignInContext,
  response: Response,
  nonce: string,
): Promise<MedplumTokens> {
  const { server, client } = authorizationServer;
  const tokens = await verifyTokens(authorizationServer, response, async () => {
    const read = await oauth.processGenericTokenEndpointResponse(server, client, response);
    if (oauth.getValidatedIdTokenClaims(read)?.nonce !== nonce) {
      throw new SignInError('id_token_refused', 'The answer has no ID token with the nonce of this exchange');
    }
    return read;
  });
  return tokens as unknown as MedplumTokens;
}

/** Medplum has one text for whatever its request to the provider met: only this app knows when its token was over. */
function codeOf(
  { code, message }: SignInError<string>,
  { isNamed, isOver }: Readonly<{ isNamed: boolean; isOver: boolean }>,
): string {
  if (message.startsWith('Failed to verify code')) {
    return (isOver ? 'subject_token_expired' : 'subject_token_refused') satisfies ExchangeErrorCode;
  }
  if (message === 'User not found') {
    return isNamed ? ('membership_refused' satisfies ExchangeErrorCode) : ('user_unknown' satisfies PartErrorCode);
  }
  return texts[message] ?? code;
}

const texts: ErrorTexts<ExchangeErrorCode> = {
  'Invalid client': 'exchange_not_set_up',
  'Missing email or externalId': 'subject_without_identity',
  // The provider's, which Medplum hands on. Its own limit has another text.
  'Too Many Requests': 'provider_throttled',
};

function isOver({ expiresAt }: TokenFacts): boolean {
  return expiresAt !== undefined && expiresAt.getTime() <= Date.now();
}
