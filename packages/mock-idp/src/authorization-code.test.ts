import { createRemoteJWKSet, jwtVerify, type JWTVerifyOptions, type JWTVerifyResult } from 'jose';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { demoIdpClients } from '#provider/demo-clients.ts';
import { authorizeUrl } from '#walk/authorize-url.ts';
import { createCookieBrowser } from '#walk/cookie-browser.ts';
import { createPkce } from '#walk/pkce.ts';
import { redeem, type TokenAnswer } from '#walk/redeem.ts';
import { obtainCallback, signIn } from '#walk/sign-in.ts';
import { startMockIdp, type MockIdp } from './start-mock-idp.ts';

const spa = {
  client_id: 'spa',
  client_name: 'A browser app',
  token_endpoint_auth_method: 'none',
  redirect_uris: ['http://localhost:3001/external'],
  grant_types: ['authorization_code', 'refresh_token'],
  id_token_signed_response_alg: 'ES256',
} as const;
const asSpa = { client_id: spa.client_id, redirect_uri: spa.redirect_uris[0] };

let idp: MockIdp;

beforeAll(async () => {
  idp = await startMockIdp({ clients: [...demoIdpClients(), spa] });
});

afterAll(async () => {
  await idp.close();
});

afterEach(() => {
  vi.useRealTimers();
});

function codeOf(callback: URL): string {
  return callback.searchParams.get('code') ?? '';
}

async function redeemAsSpa(fields: Readonly<Record<string, string>>): Promise<TokenAnswer> {
  return redeem(idp.issuer, { ...asSpa, ...fields });
}

async function verify(token: string | undefined, options?: JWTVerifyOptions): Promise<JWTVerifyResult> {
  return jwtVerify(token ?? '', createRemoteJWKSet(new URL('/jwks', idp.issuer)), options);
}

async function userinfoWith(token: string | undefined): Promise<Response> {
  return fetch(`${idp.issuer}/userinfo`, { headers: { authorization: `Bearer ${token}` } });
}

test('[C3] authorization code with PKCE, after consent, gives an id_token that names the person', async () => {
  const { verifier, challenge } = createPkce();
  const url = authorizeUrl(idp.issuer, { code_challenge: challenge, code_challenge_method: 'S256', nonce: 'nonce-1' });

  const callback = await obtainCallback(url);
  const { body } = await redeem(idp.issuer, { code: codeOf(callback), code_verifier: verifier });
  const expected = { issuer: idp.issuer, audience: 'medplum' };
  const { payload, protectedHeader } = await verify(body.id_token, expected);

  expect(callback.origin + callback.pathname).toBe('http://localhost:8103/auth/external');
  expect(callback.searchParams.get('state')).toBe('state-1');
  expect(protectedHeader.alg).toBe('RS256');
  expect(payload).toMatchObject({
    sub: 'employee-1002',
    email: 'maya.rivera@clinic.example',
    email_verified: true,
    name: 'Maya Rivera',
    nonce: 'nonce-1',
  });
});

test('authorization code, for a client that asks for ES256, is signed with the other key', async () => {
  const { verifier, challenge } = createPkce();
  const url = authorizeUrl(idp.issuer, { ...asSpa, code_challenge: challenge, code_challenge_method: 'S256' });

  const callback = await obtainCallback(url);
  const { body } = await redeemAsSpa({ code: codeOf(callback), code_verifier: verifier });
  const { protectedHeader } = await verify(body.id_token);

  expect(protectedHeader.alg).toBe('ES256');
});

test('[C3] authorization code without PKCE, as Medplum redeems it, is accepted from a client with a secret', async () => {
  const callback = await obtainCallback(authorizeUrl(idp.issuer), 'stranger@elsewhere.example');

  const { body } = await redeem(idp.issuer, { code: codeOf(callback) });
  const userinfo = await userinfoWith(body.access_token);

  expect(await userinfo.json()).toMatchObject({ sub: 'person-9001', email: 'stranger@elsewhere.example' });
});

test('id_token, when only openid is asked for, says nothing but who', async () => {
  const callback = await obtainCallback(authorizeUrl(idp.issuer, { scope: 'openid' }));

  const { body } = await redeem(idp.issuer, { code: codeOf(callback) });
  const { payload } = await verify(body.id_token);

  expect(payload.sub).toBe('employee-1002');
  expect(payload).not.toHaveProperty('email');
  expect(payload).not.toHaveProperty('name');
});

test('second sign-in of the same browser, without prompt, asks nothing again', async () => {
  const browser = createCookieBrowser();
  await browser.submit(await signIn(browser, authorizeUrl(idp.issuer)), { action: 'allow' });

  const { url } = await browser.open(authorizeUrl(idp.issuer, { state: 'state-2' }));

  expect(url.searchParams.get('state')).toBe('state-2');
  expect(codeOf(url)).not.toBe('');
});

test('sign-out, once confirmed, makes the next request ask for a password', async () => {
  const browser = createCookieBrowser();
  await browser.submit(await signIn(browser, authorizeUrl(idp.issuer)), { action: 'allow' });

  const question = await browser.open(`${idp.issuer}/session/end`);
  const xsrf = /name="xsrf" value="([^"]+)"/.exec(question.text)?.[1] ?? '';
  const confirmation = { ...question, url: new URL('/session/end/confirm', idp.issuer) };
  const done = await browser.submit(confirmation, { xsrf, logout: 'yes' });
  const next = await browser.open(authorizeUrl(idp.issuer));

  expect(done.text).toContain('Signed out');
  expect(next.text).toContain('name="password"');
});

test('offline_access with prompt=consent, once allowed, gives a refresh token that works', async () => {
  const url = authorizeUrl(idp.issuer, { scope: 'openid email offline_access', prompt: 'consent' });
  const callback = await obtainCallback(url);
  const first = await redeem(idp.issuer, { code: codeOf(callback) });

  const second = await redeem(idp.issuer, {
    grant_type: 'refresh_token',
    refresh_token: first.body.refresh_token ?? '',
  });

  expect((await userinfoWith(second.body.access_token)).status).toBe(200);
});

test('[B7] refresh token of a public client, when its rotated predecessor is used again, dies with it', async () => {
  const { verifier, challenge } = createPkce();
  const callback = await obtainCallback(
    authorizeUrl(idp.issuer, {
      ...asSpa,
      scope: 'openid offline_access',
      prompt: 'consent',
      code_challenge: challenge,
      code_challenge_method: 'S256',
    }),
  );
  const refresh = async ({ body }: TokenAnswer): Promise<TokenAnswer> =>
    redeemAsSpa({ grant_type: 'refresh_token', refresh_token: body.refresh_token ?? '' });
  const first = await redeemAsSpa({ code: codeOf(callback), code_verifier: verifier });
  const second = await refresh(first);

  const replay = await refresh(first);
  const successor = await refresh(second);

  expect(second.status).toBe(200);
  expect(replay.body.error).toBe('invalid_grant');
  expect(successor.body.error).toBe('invalid_grant');
});

test('[B2] [C3] code redeemed a second time is refused and revokes the first tokens', async () => {
  const code = codeOf(await obtainCallback(authorizeUrl(idp.issuer)));
  const first = await redeem(idp.issuer, { code });

  const replay = await redeem(idp.issuer, { code });
  const userinfo = await userinfoWith(first.body.access_token);

  expect(first.status).toBe(200);
  expect(replay).toMatchObject({ status: 400, body: { error: 'invalid_grant' } });
  expect(userinfo.status).toBe(401);
});

test.each([
  ['challenge sent, verifier left out', { challenge: true, verifier: undefined }],
  ['challenge sent, verifier is the challenge', { challenge: true, verifier: 'challenge' }],
  ['no challenge sent, verifier given', { challenge: false, verifier: 'verifier' }],
] as const)('[B1] PKCE, %s, is refused', async (_circumstance, { challenge: sendsChallenge, verifier: sent }) => {
  const pkce = createPkce();
  const changes = sendsChallenge ? { code_challenge: pkce.challenge, code_challenge_method: 'S256' } : {};
  const code = codeOf(await obtainCallback(authorizeUrl(idp.issuer, changes)));

  const { body } = await redeem(idp.issuer, { code, ...(sent === undefined ? {} : { code_verifier: pkce[sent] }) });

  expect(body.error).toBe('invalid_grant');
});

test('[B1] PKCE, for a client without a secret or with method plain, is demanded before any sign-in', async () => {
  const browser = createCookieBrowser();

  const missing = await browser.open(authorizeUrl(idp.issuer, asSpa));
  const plain = await browser.open(
    authorizeUrl(idp.issuer, { code_challenge: createPkce().challenge, code_challenge_method: 'plain' }),
  );

  expect(missing.url.searchParams.get('error')).toBe('invalid_request');
  expect(plain.url.searchParams.get('error')).toBe('invalid_request');
});

test('[B5] callback, on success and on failure, names its issuer', async () => {
  const success = await obtainCallback(authorizeUrl(idp.issuer));
  const failure = await createCookieBrowser().open(authorizeUrl(idp.issuer, { prompt: 'none' }));

  expect(success.searchParams.get('iss')).toBe(idp.issuer);
  expect(failure.url.searchParams.get('error')).toBe('login_required');
  expect(failure.url.searchParams.get('iss')).toBe(idp.issuer);
});

test('[C6] access token, an hour after it was issued, is refused', async () => {
  const code = codeOf(await obtainCallback(authorizeUrl(idp.issuer)));
  const { body } = await redeem(idp.issuer, { code });
  const issuedAt = Date.now();

  vi.useFakeTimers({ toFake: ['Date'], now: issuedAt + 59 * 60_000 });
  const before = await userinfoWith(body.access_token);
  vi.setSystemTime(issuedAt + 61 * 60_000);
  const after = await userinfoWith(body.access_token);

  expect(before.status).toBe(200);
  expect(after.status).toBe(401);
});

test('token endpoint, called from a browser, answers the origin of a public client only', async () => {
  const body = new URLSearchParams({ grant_type: 'authorization_code', code: 'none', ...asSpa });
  const from = async (origin: string): Promise<Response> =>
    fetch(`${idp.issuer}/token`, { method: 'POST', body, headers: { origin } });

  const own = await from('http://localhost:3001');
  const foreign = await from('http://evil.example');

  expect(own.headers.get('access-control-allow-origin')).toBe('http://localhost:3001');
  expect(foreign.headers.get('access-control-allow-origin')).toBeNull();
});
