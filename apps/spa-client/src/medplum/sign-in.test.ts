import { beforeEach, expect, test } from 'vitest';
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
import { codeChallengeOf } from './code-flow.ts';
import type { RedirectSignIn } from './sign-in.ts';

let server: StubServer;
let redirect: RedirectSignIn;

function arrange(answers: Answers = {}): void {
  server = createStubServer(answers);
  redirect = server.connection().redirect;
}

async function start(returnTo: string | null = null): Promise<URLSearchParams> {
  server.leaveFor.mockClear();
  await redirect.start(returnTo);
  return server.authorizationRequest();
}

beforeEach(() => arrange());

test('[C1] redirect, when started, asks for a code with PKCE S256, a state and the exact redirect URI', async () => {
  const request = await start();

  expect(server.leaveFor.mock.lastCall?.[0]).toMatch(/^https:\/\/medplum\.test\/oauth2\/authorize\?/);
  expect(Object.fromEntries(request)).toMatchObject({
    response_type: 'code',
    client_id: settings.clientId,
    redirect_uri: 'https://app.test/callback',
    scope: settings.scope,
    code_challenge_method: 'S256',
  });
  expect(request.get('state')).toMatch(/^[\w-]{43}$/);
  expect(request.get('nonce')).toMatch(/^[\w-]{43}$/);
});

test('[C1] callback, with the state of this tab, redeems the code once and leads to the deep link', async () => {
  const request = await start('/patients/sam');

  const returnTo = await redirect.finish(`?code=the-code&state=${request.get('state')}`);

  const sent = Object.fromEntries(new URLSearchParams(server.calls('oauth2/token')[0]));
  expect(returnTo).toBe('/patients/sam');
  expect(sent).toMatchObject({ code: 'the-code', redirect_uri: 'https://app.test/callback' });
  expect(await codeChallengeOf(String(sent['code_verifier']))).toBe(request.get('code_challenge'));
  expect(server.medplum().getProfile()?.id).toBe('maya');
});

test('[C1] callback, once finished, leaves no verifier, state or code behind', async () => {
  const request = await start();

  await redirect.finish(`?code=the-code&state=${request.get('state')}`);

  expect(window.localStorage.getItem('spa-client:codeVerifier')).toBeNull();
  expect(window.sessionStorage).toHaveLength(0);
});

test.each([
  ['another state', '?code=foreign-code&state=foreign'],
  ['no state', '?code=foreign-code'],
  ['an empty state', '?code=foreign-code&state='],
])('[B4] callback, with %s, is refused before any request leaves the browser', async (_name, search) => {
  await start();

  await expect(redirect.finish(search)).rejects.toMatchObject({ code: 'state_mismatch' });

  expect(server.fetch).not.toHaveBeenCalled();
});

test('[B4] callback, in a tab that began no sign-in, is refused before any request leaves the browser', async () => {
  await expect(redirect.finish('?code=foreign-code&state=undefined')).rejects.toMatchObject({
    code: 'callback_without_attempt',
  });

  expect(server.fetch).not.toHaveBeenCalled();
});

test('[B4] callback, replayed with the same state and another code, sends no second token request', async () => {
  const request = await start();
  await redirect.finish(`?code=the-code&state=${request.get('state')}`);

  await expect(redirect.finish(`?code=other-code&state=${request.get('state')}`)).rejects.toMatchObject({
    code: 'callback_without_attempt',
  });

  expect(server.calls('oauth2/token')).toHaveLength(1);
});

test('[B4] callback, after a refused one, cannot be tried again with another state', async () => {
  const request = await start();
  await expect(redirect.finish('?code=foreign-code&state=foreign')).rejects.toThrow('state');

  await expect(redirect.finish(`?code=foreign-code&state=${request.get('state')}`)).rejects.toMatchObject({
    code: 'callback_without_attempt',
  });
});

test('[B8] callback, finished twice at the same time, makes one token request', async () => {
  const request = await start('/me');
  const search = `?code=the-code&state=${request.get('state')}`;

  const both = await Promise.all([redirect.finish(search), redirect.finish(search)]);

  expect(both).toEqual(['/me', '/me']);
  expect(server.calls('oauth2/token')).toHaveLength(1);
});

test('[B6] redirect, started with a link that leaves the app, comes back to the first page', async () => {
  const request = await start('//evil.example');

  await expect(redirect.finish(`?code=the-code&state=${request.get('state')}`)).resolves.toBe('/');
});

test.each([
  ['cancelled', 'access_denied', 'denied'],
  ['not accepted', 'invalid_request', 'authorization_failed'],
])('callback, when the sign-in was %s, says so and asks for no token', async (_name, error, code) => {
  const request = await start();

  await expect(redirect.finish(`?error=${error}&state=${request.get('state')}`)).rejects.toMatchObject({ code });

  expect(server.fetch).not.toHaveBeenCalled();
});

test('callback, without code and error, is refused', async () => {
  const request = await start();

  await expect(redirect.finish(`?state=${request.get('state')}`)).rejects.toMatchObject({ code: 'code_missing' });
});

test('callback, when Medplum refuses the code, keeps no token', async () => {
  arrange({
    'oauth2/token': { status: 400, body: { error: 'invalid_grant', error_description: 'Token already granted' } },
  });
  const request = await start();

  await expect(redirect.finish(`?code=old&state=${request.get('state')}`)).rejects.toMatchObject({
    code: 'code_refused',
    message: expect.stringContaining('Token already granted'),
  });

  expect(server.medplum().getActiveLogin()).toBeUndefined();
});

test('callback, when the profile cannot be read after the token came, keeps no token', async () => {
  arrange({ 'auth/me': outcome(403, 'forbidden', 'Forbidden') });
  const request = await start();

  await expect(redirect.finish(`?code=the-code&state=${request.get('state')}`)).rejects.toMatchObject({
    code: 'code_refused',
  });

  expect(server.medplum().getActiveLogin()).toBeUndefined();
});

test('callback, when Medplum does not answer, says that', async () => {
  arrange({ 'oauth2/token': noAnswer });
  const request = await start();

  await expect(redirect.finish(`?code=the-code&state=${request.get('state')}`)).rejects.toMatchObject({
    code: 'unreachable',
  });
});

test('callback, when Medplum refuses the code, keeps the answer for whoever helps the user', async () => {
  const refusal = { error: 'invalid_grant', error_description: 'Token already granted' };
  arrange({ 'oauth2/token': { status: 400, body: refusal } });
  const request = await start();

  await expect(redirect.finish(`?code=old&state=${request.get('state')}`)).rejects.toMatchObject({ raw: refusal });
});

test('[C9] callback, when there were too many requests, says that and not that the code was bad', async () => {
  arrange({ 'oauth2/token': rateLimited });
  const request = await start();

  await expect(redirect.finish(`?code=the-code&state=${request.get('state')}`)).rejects.toMatchObject({
    code: 'too_many_attempts',
  });
});

test('[B5] callback, that names another issuer, is refused before any request leaves the browser', async () => {
  const request = await start();
  const answer = new URLSearchParams({
    code: 'the-code',
    state: request.get('state') ?? '',
    iss: 'https://evil.test/',
  });

  await expect(redirect.finish(`?${answer}`)).rejects.toMatchObject({ code: 'issuer_mismatch' });

  expect(server.fetch).not.toHaveBeenCalled();
});

const stranger = await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, true, ['sign', 'verify']);

test('[B10] callback, whose answer has no ID token, keeps no token', async () => {
  arrange({ 'oauth2/token': { body: { token_type: 'Bearer', access_token: 'a-token', id_token: undefined } } });
  const request = await start();

  await expect(redirect.finish(`?code=the-code&state=${request.get('state')}`)).rejects.toMatchObject({
    code: 'id_token_refused',
  });

  expect(server.medplum().getActiveLogin()).toBeUndefined();
});

test.each([
  ['with the nonce of another sign-in', () => signIdToken({ nonce: 'foreign' })],
  ['without a nonce', () => signIdToken({})],
  ['for another client', (nonce: string) => signIdToken({ nonce, aud: 'another-client' })],
  ['of another issuer', (nonce: string) => signIdToken({ nonce, iss: 'https://evil.test/' })],
  ['that has expired', (nonce: string) => signIdToken({ nonce, exp: 1_700_000_000 })],
  [
    'that is not signed',
    async (nonce: string) => unsignedToken({ nonce, iss: settings.baseUrl, aud: settings.clientId }),
  ],
  ['signed with a key that Medplum does not publish', (nonce: string) => signIdToken({ nonce }, stranger.privateKey)],
])('[B10] [B4] callback, whose ID token is one %s, keeps no token', async (_name, idToken) => {
  const request = await start();
  server.answerWithIdToken(await idToken(request.get('nonce') ?? ''));

  await expect(redirect.finish(`?code=the-code&state=${request.get('state')}`)).rejects.toMatchObject({
    code: 'id_token_refused',
  });

  expect(server.medplum().getActiveLogin()).toBeUndefined();
  expect(window.localStorage).toHaveLength(0);
});
