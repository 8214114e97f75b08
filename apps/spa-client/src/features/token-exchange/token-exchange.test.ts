import { beforeEach, expect, test } from 'vitest';
import type { SignInContext } from '#medplum/client.ts';
import {
  type Answers,
  createStubServer,
  noAnswer,
  outcome,
  rateLimited,
  settings,
  signIdToken,
  type StubServer,
  unsignedToken,
} from '#test/stub-server.ts';
import type { ProviderTokens } from './provider-sign-in.ts';
import { readTokenFacts } from './token-exchange-facts.ts';
import { exchangeToken, revokeExchanged, signInWithExchanged } from './token-exchange.ts';

const provided: ProviderTokens = {
  accessToken: 'opaque-access-token-of-the-provider',
  facts: readTokenFacts(
    { access_token: 'opaque-access-token-of-the-provider', token_type: 'bearer', expires_in: 3600 },
    { issuer: 'https://idp.test', askedScope: 'openid email' },
  ),
};
const over: ProviderTokens = { ...provided, facts: { ...provided.facts, expiresAt: new Date(Date.now() - 1) } };

let server: StubServer;
let context: SignInContext;

function arrange(answers: Answers = {}): void {
  server = createStubServer({ 'oauth2/token': async () => tokensWith(sent().get('nonce')), ...answers });
  ({ context } = server.connection());
}

function sent(): URLSearchParams {
  return new URLSearchParams(server.calls('oauth2/token').at(-1));
}

async function tokensWith(nonce: string | null, idToken?: string): Promise<{ body: object }> {
  return {
    body: {
      token_type: 'Bearer',
      access_token: unsignedToken({ client_id: settings.clientId, aud: settings.clientId, login_id: 'exchanged' }),
      refresh_token: 'a-refresh-token',
      id_token: idToken ?? (await signIdToken({ nonce })),
      expires_in: 3600,
      scope: settings.scope,
      profile: { reference: 'Practitioner/maya' },
      project: { reference: 'Project/clinic' },
    },
  };
}

beforeEach(() => arrange());

test('[C6] token exchange, sends the access token as RFC 8693 says, and signs nobody in', async () => {
  const { facts } = await exchangeToken(context, provided);

  expect(Object.fromEntries(sent())).toEqual({
    grant_type: 'urn:ietf:params:oauth:grant-type:token-exchange',
    client_id: settings.clientId,
    subject_token: provided.accessToken,
    subject_token_type: 'urn:ietf:params:oauth:token-type:access_token',
    scope: settings.scope,
    nonce: expect.stringMatching(/^[\w-]{43}$/),
  });
  expect(facts).toMatchObject({
    issuer: settings.baseUrl,
    audience: settings.clientId,
    hasRefreshToken: true,
    accessToken: { payload: { login_id: 'exchanged' } },
  });
  expect(server.medplum().getActiveLogin()).toBeUndefined();
  expect(window.localStorage).toHaveLength(0);
});

test('[C6] token exchange, for one of several memberships, names it', async () => {
  await exchangeToken(context, provided, 'noor-as-patient');

  expect(sent().get('membership_id')).toBe('noor-as-patient');
});

test('[C6] exchanged tokens, when used, sign the user in', async () => {
  await signInWithExchanged(context, await exchangeToken(context, provided));

  expect(server.medplum().getProfile()?.id).toBe('maya');
});

test('[C6] exchanged tokens, when used while somebody is signed in, end that session first', async () => {
  await createStubServer().signIn();
  // The next page: it finds the tokens of the last one in storage.
  arrange();

  const exchanged = await exchangeToken(context, provided);
  await signInWithExchanged(context, exchanged);

  expect(server.calls('oauth2/logout')).toHaveLength(1);
  expect(server.medplum().getAccessToken()).toBe(exchanged.tokens.access_token);
});

test('[C6] exchanged tokens, whose user cannot be read, are not kept', async () => {
  arrange({ 'auth/me': outcome(403, 'forbidden', 'Forbidden') });
  const exchanged = await exchangeToken(context, provided);

  await expect(signInWithExchanged(context, exchanged)).rejects.toMatchObject({ code: 'refused' });

  expect(server.medplum().getActiveLogin()).toBeUndefined();
});

test('[C6] exchanged tokens, when thrown away, end their session at Medplum', async () => {
  const exchanged = await exchangeToken(context, provided);

  await expect(revokeExchanged(context, exchanged)).resolves.toBe(true);

  const options = server.fetch.mock.lastCall?.[1] as RequestInit;
  expect(new Headers(options.headers).get('Authorization')).toBe(`Bearer ${exchanged.tokens.access_token}`);
});

test('[C6] exchanged tokens, when thrown away while Medplum does not answer, say so', async () => {
  arrange({ 'oauth2/logout': noAnswer });

  await expect(revokeExchanged(context, await exchangeToken(context, provided))).resolves.toBe(false);
});

const notConfirmed = oauthError(400, 'Failed to verify code - check your identity provider configuration');

function oauthError(status: number, text: string): Answers[string] {
  return { status, body: { error: 'invalid_request', error_description: text } };
}

test.each<[string, Answers[string], string, ProviderTokens?, string?]>([
  ['with a token that has expired', notConfirmed, 'subject_token_expired', over],
  ['with a token of another provider', notConfirmed, 'subject_token_refused'],
  [
    'whose provider answers HTML',
    oauthError(400, 'Failed to verify code - unsupported content type: text/html'),
    'subject_token_refused',
  ],
  ['by a user unknown to Medplum', outcome(400, 'invalid', 'User not found'), 'user_unknown'],
  [
    'for the membership of somebody else',
    outcome(400, 'invalid', 'User not found'),
    'membership_refused',
    provided,
    'of-sam',
  ],
  ['whose provider tells no email', outcome(400, 'invalid', 'Missing email or externalId'), 'subject_without_identity'],
  ['by a client without a provider', oauthError(400, 'Invalid client'), 'exchange_not_set_up'],
  ['whose provider is asked too often', oauthError(429, 'Too Many Requests'), 'provider_throttled'],
  ['that comes too often itself', rateLimited, 'too_many_attempts'],
  ['from an address that is blocked', outcome(400, 'invalid', 'IP address not allowed'), 'address_blocked'],
  ['that Medplum does not answer', noAnswer, 'unreachable'],
])('[C6] token exchange, %s, says so', async (_name, answer, code, tokens = provided, membership) => {
  arrange({ 'oauth2/token': answer ?? {} });

  const refused = exchangeToken(context, tokens, membership);

  await expect(refused).rejects.toMatchObject({ code });
  await expect(refused).rejects.not.toThrow(provided.accessToken);
});

test.each<[string, () => Promise<string>]>([
  ['with another nonce', () => signIdToken({ nonce: 'foreign' })],
  ['without a nonce', () => signIdToken({})],
  ['for another client', () => signIdToken({ nonce: sent().get('nonce'), aud: 'another-client' })],
  ['of the provider and not of Medplum', () => signIdToken({ nonce: sent().get('nonce'), iss: 'https://idp.test' })],
  [
    'that is not signed',
    async () => unsignedToken({ nonce: sent().get('nonce'), iss: settings.baseUrl, aud: settings.clientId }),
  ],
])('[B10] token exchange, whose ID token is one %s, is refused', async (_name, idToken) => {
  arrange({ 'oauth2/token': async () => tokensWith(null, await idToken()) });

  await expect(exchangeToken(context, provided)).rejects.toMatchObject({ code: 'id_token_refused' });
});

test('token facts, of a token answer, hold no token that could be used', async () => {
  const { tokens, facts } = await exchangeToken(context, provided);

  const shown = JSON.stringify(facts);
  expect(facts.masked).toBe(`${tokens.access_token.slice(0, 4)}…${tokens.access_token.slice(-4)}`);
  [tokens.access_token, tokens.refresh_token, tokens.id_token].forEach((token) => expect(shown).not.toContain(token));
});

test('token facts, of a token too short to be masked, show nothing of it', () => {
  const { masked } = readTokenFacts(
    { access_token: 'short', token_type: 'bearer' },
    { issuer: 'https://idp.test', askedScope: '' },
  );

  expect(masked).toBe('…');
});
