import * as oauth from 'oauth4webapi';
import { createPkce, randomText } from '#medplum/pkce.ts';
import { discoverProvider, type Provider } from './provider-discovery.ts';
import type { SignInContext } from '#medplum/sign-in-context.ts';
import { SignInError } from '#medplum/error.ts';
import { readTokenFacts, type TokenFacts } from './token-exchange-facts.ts';

/** What the identity provider gave this app, which is its client: apart from Medplum, that knows nothing of it yet. */
export type ProviderTokens = Readonly<{ accessToken: string; facts: TokenFacts }>;

type Attempt = Readonly<{ state: string; nonce: string; codeVerifier: string }>;

/** With a path and a key of its own, neither server's answer can finish what was begun with the other (RFC 9700 §4.4). */
const callbackPath = '/token-exchange/callback';
const key = 'spa-client:providerSignIn';

const scope = 'openid profile email';
/**
 * Leaves this page for the identity provider, as its public client with PKCE.
 *
 * @param prompt - `login` asks for the password again: for somebody who is signed in there as somebody else.
 */
export async function startProviderSignIn(context: SignInContext, prompt?: 'login'): Promise<void> {
  const { server, client } = await discoverProvider(context);
  const { codeVerifier, codeChallenge } = await createPkce();
  const attempt: Attempt = { state: randomText(), nonce: randomText(), codeVerifier };
  context.tabStorage.setItem(key, JSON.stringify(attempt));

  const url = new URL(server.authorization_endpoint ?? '');
  Object.entries({
    response_type: 'code',
    client_id: client.client_id,
    redirect_uri: callbackUri(context),
    scope,
    state: attempt.state,
    nonce: attempt.nonce,
    code_challenge: codeChallenge,
    code_challenge_method: 'S256',
    ...(prompt && { prompt }),
  }).forEach(([name, value]) => url.searchParams.set(name, value));
  context.leaveFor(url.href);
}

/** Finishes on `/token-exchange/callback`, given its query. Nothing of what it answers is stored anywhere. */
export async function finishProviderSignIn(context: SignInContext, search: string): Promise<ProviderTokens> {
  const attempt = takeAttempt(context.tabStorage);
  if (!attempt) {
    throw new SignInError('callback_without_attempt', 'This tab has no sign-in with the identity provider under way');
  }
  const provider = await discoverProvider(context);
  const answer = checkAnswer(provider, new URLSearchParams(search), attempt);
  const tokens = await redeem(provider, answer, { ...attempt, redirectUri: callbackUri(context) });
  const facts = readTokenFacts(tokens, { issuer: provider.server.issuer, askedScope: scope });
  return { accessToken: tokens.access_token, facts };
}

/** State, and the issuer where the provider announces that it tells (RFC 9207). No request is made before both are right. */
function checkAnswer({ server, client }: Provider, answer: URLSearchParams, { state }: Attempt): URLSearchParams {
  try {
    const checked = oauth.validateAuthResponse(server, client, answer, state);
    if (checked.get('code')) {
      return checked;
    }
  } catch (cause) {
    throw describeAnswer(cause, answer, server);
  }
  throw new SignInError('provider_refused', 'The answer has no code');
}

function describeAnswer(cause: unknown, answer: URLSearchParams, server: oauth.AuthorizationServer): SignInError {
  if (cause instanceof oauth.AuthorizationResponseError) {
    const { error, error_description: description = error } = cause;
    const raw = { error, error_description: description };
    return new SignInError(error === 'access_denied' ? 'provider_denied' : 'provider_refused', description, { raw });
  }
  const issuers = answer.getAll('iss');
  if (issuers.some((issuer) => issuer !== server.issuer)) {
    return new SignInError('issuer_mismatch', 'The answer names another issuer', { cause });
  }
  return issuers.length === 0 && server.authorization_response_iss_parameter_supported
    ? new SignInError('issuer_missing', 'The answer names no issuer', { cause })
    : new SignInError('state_mismatch', 'The state is not the one that this tab sent', { cause });
}

/** Asks once, and checks the ID token: issuer, audience, time, nonce and signature (OpenID Connect Core §3.1.3.7). */
async function redeem(
  { server, client, options }: Provider,
  answer: URLSearchParams,
  { codeVerifier, nonce, redirectUri }: Attempt & Readonly<{ redirectUri: string }>,
): Promise<oauth.TokenEndpointResponse> {
  const response = await oauth
    .authorizationCodeGrantRequest(server, client, oauth.None(), answer, redirectUri, codeVerifier, options)
    .catch((cause: unknown) => {
      throw new SignInError('provider_unreachable', `No answer from ${server.issuer}`, { cause });
    });
  if (!response.ok) {
    throw await providerRefusal(response);
  }
  try {
    const tokens = await oauth.processAuthorizationCodeResponse(server, client, response, { expectedNonce: nonce });
    await oauth.validateApplicationLevelSignature(server, response, options);
    return tokens;
  } catch (cause) {
    const isBad = cause instanceof oauth.OperationProcessingError || cause instanceof oauth.UnsupportedOperationError;
    const message = cause instanceof Error ? cause.message : String(cause);
    throw new SignInError(isBad ? 'provider_id_token_refused' : 'provider_unreachable', message, { cause });
  }
}

type OAuthError = Readonly<{ error?: string; error_description?: string }>;

async function providerRefusal(response: Response): Promise<SignInError> {
  const json = (await response.json().catch(() => null)) as OAuthError | null;
  const answer = json ?? {};
  const { error, error_description: description = error } = answer;
  const message = description ?? `The token endpoint answered ${response.status}`;
  const raw = { status: response.status, ...answer };
  return new SignInError(codeOfStatus(response.status), message, { raw });
}

function codeOfStatus(status: number): 'provider_throttled' | 'provider_unreachable' | 'provider_refused' {
  if (status === 429) {
    return 'provider_throttled';
  }
  return status >= 500 ? 'provider_unreachable' : 'provider_refused';
}

/** Hands the attempt out once, so that a replayed callback finds none. */
function takeAttempt(tabStorage: Storage): Attempt | undefined {
  const stored = tabStorage.getItem(key);
  tabStorage.removeItem(key);
  return stored ? (JSON.parse(stored) as Attempt) : undefined;
}

/** Registered with the identity provider, to the letter. */
function callbackUri({ origin }: SignInContext): string {
  return origin + callbackPath;
}
