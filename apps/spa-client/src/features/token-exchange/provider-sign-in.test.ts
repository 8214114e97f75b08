import { generateKeyPair, type JWTPayload, SignJWT } from 'jose';
import { beforeEach, expect, test } from 'vitest';
import type { SignInContext } from '#medplum/client.ts';
import { codeChallengeOf } from '#medplum/code-flow.ts';
import { createStubServer, type StubServer, unsignedToken } from '#test/stub-server.ts';
import { providerSignIn, type ProviderTokens } from './provider-sign-in.ts';
import {
  createStubProvider,
  discovery,
  provider as settings,
  providerAccessToken,
  type StubProvider,
} from './stub-provider.ts';

const { issuer } = discovery;

let provider: StubProvider;
let server: StubServer;
let context: SignInContext;

beforeEach(async () => {
  provider = await createStubProvider();
  server = createStubServer();
  ({ context } = server.connection());
});

async function start(): Promise<URLSearchParams> {
  await providerSignIn(context, settings).start();
  return new URL(String(server.leaveFor.mock.lastCall?.[0])).searchParams;
}

/** Comes back from the provider; `changes` of undefined leave a parameter out. */
async function comeBack(
  request: URLSearchParams,
  changes: Readonly<Record<string, string | undefined>> = {},
): Promise<ProviderTokens> {
  const answer = { code: 'the-code', state: request.get('state') ?? '', iss: issuer, ...changes };
  const given = Object.entries(answer).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]]));
  return providerSignIn(context, settings).finish(`?${new URLSearchParams(given)}`);
}

async function signIn(claims: JWTPayload = {}, more: object = {}): Promise<ProviderTokens> {
  const request = await start();
  provider.answer('token', await provider.tokensWith({ nonce: request.get('nonce'), ...claims }, more));
  return comeBack(request);
}

test('[C6] provider sign-in, when started, asks as a public client with PKCE S256, a state and a nonce', async () => {
  const request = await start();

  expect(server.leaveFor.mock.lastCall?.[0]).toMatch(/^https:\/\/idp\.test\/authorize\?/);
  expect(Object.fromEntries(request)).toMatchObject({
    response_type: 'code',
    client_id: 'spa-at-idp',
    redirect_uri: 'https://app.test/token-exchange/callback',
    code_challenge_method: 'S256',
    state: expect.stringMatching(/^[\w-]{43}$/),
    nonce: expect.stringMatching(/^[\w-]{43}$/),
  });
  expect(request.has('prompt')).toBe(false);
});

test('[C6] provider sign-in, started for another account, makes the provider ask again', async () => {
  await providerSignIn(context, settings).start('login');

  expect(server.leaveFor.mock.lastCall?.[0]).toContain('prompt=login');
});

test('[C6] provider sign-in, finished, redeems the code with verifier, no secret, and stores nothing', async () => {
  const request = await start();
  provider.answer('token', await provider.tokensWith({ nonce: request.get('nonce') }));

  const { accessToken, facts } = await comeBack(request);

  const sent = Object.fromEntries(new URLSearchParams(provider.calls('token')[0]));
  expect(sent).toMatchObject({ code: 'the-code', client_id: 'spa-at-idp' });
  expect(sent).not.toHaveProperty('client_secret');
  expect(await codeChallengeOf(String(sent['code_verifier']))).toBe(request.get('code_challenge'));
  expect(accessToken).toBe(providerAccessToken);
  expect(facts).toMatchObject({
    issuer,
    accessToken: undefined,
    scopes: ['openid', 'profile', 'email'],
    hasRefreshToken: false,
    idToken: { header: { alg: 'RS256' }, payload: { email: 'maya@clinic.example' } },
  });
  expect(JSON.stringify(facts)).not.toContain(providerAccessToken);
  expect([window.localStorage.length, window.sessionStorage.length]).toEqual([0, 0]);
  expect(server.fetch).not.toHaveBeenCalled();
});

test.each([
  ['another state', { state: 'foreign' }],
  ['no state', { state: undefined }],
])('[B4] answer, with %s, is refused before its code is sent anywhere', async (_name, changes) => {
  await expect(comeBack(await start(), changes)).rejects.toMatchObject({ code: 'state_mismatch' });

  expect(provider.calls('token')).toEqual([]);
});

test('[B4] answer, in a tab that began no sign-in, is refused before any request leaves the browser', async () => {
  await expect(comeBack(new URLSearchParams({ state: 'foreign' }))).rejects.toMatchObject({
    code: 'callback_without_attempt',
  });

  expect(provider.calls('.well-known/openid-configuration')).toEqual([]);
});

test('[B4] answer, replayed, sends no second token request', async () => {
  const request = await start();
  provider.answer('token', await provider.tokensWith({ nonce: request.get('nonce') }));
  await comeBack(request);

  await expect(comeBack(request, { code: 'other' })).rejects.toMatchObject({ code: 'callback_without_attempt' });

  expect(provider.calls('token')).toHaveLength(1);
});

test.each([
  ['that names Medplum as its issuer', { iss: 'https://medplum.test/' }, 'issuer_mismatch'],
  ['that names a stranger as its issuer', { iss: 'https://evil.test' }, 'issuer_mismatch'],
  ['that names no issuer, although this provider says that it does', { iss: undefined }, 'issuer_mismatch'],
])('[B5] answer, %s, is refused before its code is sent anywhere', async (_name, changes, code) => {
  await expect(comeBack(await start(), changes)).rejects.toMatchObject({ code });

  expect(provider.calls('token')).toEqual([]);
  expect(server.calls('oauth2/token')).toEqual([]);
});

test('[B5] answer, without an issuer from a provider that announces none, is taken by its state', async () => {
  provider.answer('.well-known/openid-configuration', {
    body: { ...discovery, authorization_response_iss_parameter_supported: undefined },
  });
  const request = await start();
  provider.answer('token', await provider.tokensWith({ nonce: request.get('nonce') }));

  await expect(comeBack(request, { iss: undefined })).resolves.toMatchObject({ accessToken: providerAccessToken });
});

test('[B5] answer of Medplum, delivered to the callback for the provider, is sent to neither', async () => {
  const { redirect } = server.connection();
  await redirect.start(null);
  const state = server.authorizationRequest().get('state');
  await start();

  await expect(providerSignIn(context, settings).finish(`?code=of-medplum&state=${state}`)).rejects.toMatchObject({
    code: 'issuer_mismatch',
  });

  expect([provider.calls('token'), server.calls('oauth2/token')]).toEqual([[], []]);
});

test('[B5] answer of the provider, delivered to the callback for Medplum, is sent to neither', async () => {
  const { redirect } = server.connection();
  await redirect.start(null);
  const state = (await start()).get('state');

  await expect(redirect.finish(`?code=of-provider&state=${state}&iss=${issuer}`)).rejects.toMatchObject({
    code: 'issuer_mismatch',
  });

  expect([provider.calls('token'), server.calls('oauth2/token')]).toEqual([[], []]);
});

test('[B5] answer of the provider, where only that was begun, is unknown to Medplum’s callback', async () => {
  const state = (await start()).get('state');

  await expect(server.connection().redirect.finish(`?code=of-provider&state=${state}`)).rejects.toMatchObject({
    code: 'callback_without_attempt',
  });

  expect(server.calls('oauth2/token')).toEqual([]);
});

const stranger = await generateKeyPair('RS256');

test.each<[string, (nonce: string) => Promise<string>]>([
  ['with the nonce of another sign-in', () => provider.sign({ nonce: 'foreign' })],
  ['without a nonce', () => provider.sign({})],
  ['for another client', (nonce) => provider.sign({ nonce, aud: 'medplum-at-idp' })],
  ['of another issuer', (nonce) => provider.sign({ nonce, iss: 'https://evil.test' })],
  ['that has expired', (nonce) => provider.sign({ nonce, exp: 1_700_000_000 })],
  ['whose key the provider does not publish', (nonce) => provider.sign({ nonce }, { kid: 'unknown' })],
  [
    'signed by a stranger with the name of a published key',
    (nonce) => provider.sign({ nonce }, {}, stranger.privateKey),
  ],
  ['that is not signed', async (nonce) => unsignedToken({ iss: issuer, aud: 'spa-at-idp', sub: 'x', iat: 1, nonce })],
  ['signed with the public key as a secret', signWithPublicKey],
])('[B10] ID token, %s, is refused with all that came with it', async (_name, idToken) => {
  const request = await start();
  const token = await idToken(request.get('nonce') ?? '');
  provider.answer('token', await provider.tokensWith({}, { id_token: token }));

  await expect(comeBack(request)).rejects.toMatchObject({ code: 'provider_id_token_refused' });

  expect(provider.calls('jwks').length).toBeLessThan(2);
});

async function signWithPublicKey(nonce: string): Promise<string> {
  return new SignJWT({ iss: issuer, aud: 'spa-at-idp', sub: 'x', nonce })
    .setIssuedAt()
    .setExpirationTime('1h')
    .setProtectedHeader({ alg: 'HS256', kid: 'key-0' })
    .sign({ kty: 'oct', k: btoa(JSON.stringify(provider.publicJwk())).replaceAll(/[=+/]/g, '') });
}

test('[B10] ID token, that is missing, is refused', async () => {
  await expect(signIn({}, { id_token: undefined })).rejects.toMatchObject({ code: 'provider_id_token_refused' });
});

test('[B10] ID token, signed with a new key of the provider, is accepted after one request for its keys', async () => {
  await signIn();
  await provider.rotateKey();

  await expect(signIn()).resolves.toMatchObject({ accessToken: providerAccessToken });

  expect(provider.calls('jwks')).toHaveLength(2);
});

test.each([
  ['cancelled', 'access_denied', 'provider_denied'],
  ['not accepted', 'invalid_scope', 'provider_refused'],
])('[C6] answer, that the sign-in was %s, comes to this app, which asks for no token', async (_name, error, code) => {
  const request = await start();

  await expect(comeBack(request, { code: undefined, error, error_description: 'No' })).rejects.toMatchObject({
    code,
    raw: { error, error_description: 'No' },
  });

  expect(provider.calls('token')).toEqual([]);
});

test('[C6] answer, with neither code nor error, is refused', async () => {
  await expect(comeBack(await start(), { code: undefined })).rejects.toMatchObject({ code: 'provider_refused' });
});

const unreachable = (): never => {
  throw new TypeError('Failed to fetch');
};

test.each([
  ['is down', { status: 503 }, 'provider_unreachable'],
  ['does not answer', unreachable, 'provider_unreachable'],
  ['names another issuer', { body: { ...discovery, issuer: 'https://evil.test' } }, 'provider_refused'],
])('[C6] provider, that %s at discovery, is not gone to', async (_name, answer, code) => {
  provider.answer('.well-known/openid-configuration', answer);

  await expect(start()).rejects.toMatchObject({ code });

  expect(server.leaveFor).not.toHaveBeenCalled();
});

test.each([
  ['is down', { status: 503 }, 'provider_unreachable'],
  ['does not answer', unreachable, 'provider_unreachable'],
  ['was asked too often', { status: 429 }, 'provider_throttled'],
  ['refuses the code', { status: 400, body: { error: 'invalid_grant' } }, 'provider_refused'],
])('[C6] provider, that %s when the code is redeemed, is told apart from a bad answer', async (_name, answer, code) => {
  const request = await start();
  provider.answer('token', answer);

  await expect(comeBack(request)).rejects.toMatchObject({ code });
});

test('[C6] provider, that does not answer when asked for its keys, is told apart from a bad ID token', async () => {
  provider.answer('jwks', unreachable);

  await expect(signIn()).rejects.toMatchObject({ code: 'provider_unreachable' });
});

test.each([
  ['authorization_endpoint', 'javascript:alert(1)'],
  ['authorization_endpoint', 'http://stranger.example/authorize'],
  ['token_endpoint', 'http://stranger.example/token'],
  ['jwks_uri', 'http://stranger.example/jwks'],
])('[L8] provider sign-in, whose provider names "%s" as %s, goes nowhere', async (endpoint, address) => {
  // oauth4webapi lets a provider on this machine name any http address.
  const local = 'http://localhost:8104';
  provider.answer('.well-known/openid-configuration', { body: { ...discovery, issuer: local, [endpoint]: address } });
  server = createStubServer();

  await expect(
    providerSignIn(server.connection().context, { ...settings, issuer: local }).start(),
  ).rejects.toMatchObject({ code: 'address_refused' });

  expect(server.leaveFor).not.toHaveBeenCalled();
});
