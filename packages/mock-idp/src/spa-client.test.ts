import { createRemoteJWKSet, jwtVerify } from 'jose';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { authorizeUrl } from '#walk/authorize-url.ts';
import { createCookieBrowser } from '#walk/cookie-browser.ts';
import { createPkce } from '#walk/pkce.ts';
import { redeem } from '#walk/redeem.ts';
import { obtainCallback } from '#walk/sign-in.ts';
import { startMockIdp, type MockIdp } from './start-mock-idp.ts';

const spaOrigin = 'http://localhost:4321';
const callbackUri = `${spaOrigin}/token-exchange/callback`;
const asSpa = { client_id: 'spa-client', redirect_uri: callbackUri };

let idp: MockIdp;

beforeAll(async () => {
  idp = await startMockIdp({ spaOrigin, medplumUrl: 'http://localhost:9876/fhir-server' });
});

afterAll(async () => {
  await idp.close();
});

test('[C6] spa-client, with PKCE and no secret, gets an id_token and may read who signed in', async () => {
  const { verifier, challenge } = createPkce();
  const url = authorizeUrl(idp.issuer, { ...asSpa, code_challenge: challenge, code_challenge_method: 'S256' });

  const callback = await obtainCallback(url, 'ada.quinn@hospital.example');
  const code = callback.searchParams.get('code') ?? '';
  const { body } = await redeem(idp.issuer, { ...asSpa, code, code_verifier: verifier });
  const keys = createRemoteJWKSet(new URL('/jwks', idp.issuer));
  const idToken = await jwtVerify(body.id_token ?? '', keys, { issuer: idp.issuer, audience: 'spa-client' });
  const userinfo = await fetch(`${idp.issuer}/userinfo`, {
    headers: { authorization: `Bearer ${body.access_token}`, origin: spaOrigin },
  });

  expect(callback.href).toMatch(new RegExp(`^${callbackUri}\\?`));
  expect(callback.searchParams.get('iss')).toBe(idp.issuer);
  expect(idToken.protectedHeader.alg).toBe('RS256');
  expect(await userinfo.json()).toMatchObject({ sub: 'employee-3001', email: 'ada.quinn@hospital.example' });
  expect(userinfo.headers.get('access-control-allow-origin')).toBe(spaOrigin);
});

test('[B1] spa-client, without a code_challenge, is sent back before any sign-in', async () => {
  const { url } = await createCookieBrowser().open(authorizeUrl(idp.issuer, asSpa));

  expect(url.origin).toBe(spaOrigin);
  expect(url.searchParams.get('error')).toBe('invalid_request');
});

test('[B3] spa-client, with a redirect_uri of another origin, is not sent there', async () => {
  const redirectUri = 'http://localhost:3001/token-exchange/callback';

  const page = await createCookieBrowser().open(authorizeUrl(idp.issuer, { ...asSpa, redirect_uri: redirectUri }));

  expect(page.url.origin).toBe(idp.issuer);
  expect(page.status).toBe(400);
});

test('[C3] medplumUrl, with a path and no slash at its end, decides where Medplum receives the code', async () => {
  const redirectUri = 'http://localhost:9876/fhir-server/auth/external';

  const callback = await obtainCallback(authorizeUrl(idp.issuer, { redirect_uri: redirectUri }));

  expect(callback.href).toMatch(new RegExp(`^${redirectUri}\\?`));
});

test.each(['/.well-known/openid-configuration', '/jwks'])(
  '%s, asked for from a page of this machine, may be read, as it is public',
  async (path) => {
    const ask = async (origin: string): Promise<string | null> =>
      (await fetch(idp.issuer + path, { headers: { origin } })).headers.get('access-control-allow-origin');

    expect(await ask(spaOrigin)).toBe(spaOrigin);
    expect(await ask('http://127.0.0.1:5173')).toBe('http://127.0.0.1:5173');
  },
);

test('token and userinfo, asked for from another origin than the client has, give the page nothing', async () => {
  const { verifier, challenge } = createPkce();
  const url = authorizeUrl(idp.issuer, { ...asSpa, code_challenge: challenge, code_challenge_method: 'S256' });
  const code = (await obtainCallback(url)).searchParams.get('code') ?? '';
  const body = new URLSearchParams({ ...asSpa, grant_type: 'authorization_code', code, code_verifier: verifier });
  const from = async (origin: string): Promise<Response> =>
    fetch(`${idp.issuer}/token`, { method: 'POST', body, headers: { origin } });

  const foreign = await from('http://localhost:5173');
  const own = await from(spaOrigin);
  const { access_token: token } = (await own.json()) as { access_token: string };
  const userinfo = await fetch(`${idp.issuer}/userinfo`, {
    headers: { authorization: `Bearer ${token}`, origin: 'http://localhost:5173' },
  });

  expect(foreign.status).toBe(400);
  expect(foreign.headers.get('access-control-allow-origin')).toBeNull();
  expect(own.headers.get('access-control-allow-origin')).toBe(spaOrigin);
  expect(userinfo.status).toBe(400);
  expect(userinfo.headers.get('access-control-allow-origin')).toBeNull();
});
