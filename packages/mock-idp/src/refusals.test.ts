import { request } from 'node:http';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { authorizeUrl } from '#walk/authorize-url.ts';
import { beginSignIn } from '#walk/begin-sign-in.ts';
import { createCookieBrowser } from '#walk/cookie-browser.ts';
import { redeem } from '#walk/redeem.ts';
import { obtainCallback } from '#walk/sign-in.ts';
import { startMockIdp, type MockIdp } from './start-mock-idp.ts';

const reportError = vi.fn<(error: unknown) => void>();
let idp: MockIdp;

beforeAll(async () => {
  idp = await startMockIdp({ reportError });
});

afterAll(async () => {
  await idp.close();
});

test.each([
  ['another host', 'http://evil.example/auth/external'],
  ['another port', 'http://localhost:8203/auth/external'],
  ['a longer path', 'http://localhost:8103/auth/external/more'],
  ['an extra query', 'http://localhost:8103/auth/external?to=evil'],
  ['an encoded path', 'http://localhost:8103/auth%2Fexternal'],
  ['user information', 'http://localhost:8103@evil.example/auth/external'],
  ['a script', 'javascript:alert(1)'],
])('[B3] redirect_uri, with %s, ends on an error page and never redirects', async (_case, redirectUri) => {
  const page = await createCookieBrowser().open(authorizeUrl(idp.issuer, { redirect_uri: redirectUri }));

  expect(page.url.origin).toBe(idp.issuer);
  expect(page.status).toBe(400);
  expect(page.headers.get('location')).toBeNull();
  expect(page.text).toContain('an address that is not registered');
});

test('[B2] code, redeemed with another redirect_uri or by nobody, is refused', async () => {
  const code = (await obtainCallback(authorizeUrl(idp.issuer))).searchParams.get('code') ?? '';

  const elsewhere = await redeem(idp.issuer, { code, redirect_uri: 'http://localhost:8103/' });
  const anonymous = await redeem(idp.issuer, { code, client_id: 'medplum' });

  expect(elsewhere.body.error).toBe('invalid_grant');
  expect(anonymous).toMatchObject({ status: 401, body: { error: 'invalid_client' } });
});

test('client, when unknown, gets an error page that a person can read', async () => {
  const page = await createCookieBrowser().open(authorizeUrl(idp.issuer, { client_id: 'unknown' }));

  expect(page.status).toBe(400);
  expect(page.text).toContain('The application is not registered with this identity provider.');
});

test('client, when unknown and asked for by a program, gets the error as JSON', async () => {
  const response = await fetch(authorizeUrl(idp.issuer, { client_id: 'unknown' }), { redirect: 'manual' });

  expect(response.status).toBe(400);
  expect(await response.json()).toMatchObject({ error: 'invalid_client' });
});

type Case = [circumstance: string, status: number, method: string, path: string, sent: RequestInit];

const form = { 'content-type': 'application/x-www-form-urlencoded' };
const cases: readonly Case[] = [
  ['an unknown route', 404, 'GET', '/nowhere', {}],
  ['a path that does not decode', 404, 'GET', '/%E0%A4%A', {}],
  ['an inherited property as a path', 404, 'GET', '/constructor', {}],
  ['a wrong method at a provider endpoint', 404, 'DELETE', '/token', {}],
  ['a wrong method at the health check', 405, 'POST', '/healthz', {}],
  ['a wrong method at an interaction', 405, 'PUT', '/interaction/abc', {}],
  ['an interaction that never was', 400, 'GET', '/interaction/abc', {}],
  ['a sign-in that never was', 400, 'POST', '/interaction/abc', { headers: form, body: 'email=a' }],
  ['no parameters', 400, 'GET', '/authorize', {}],
  ['a parameter twice', 400, 'GET', '/authorize?client_id=medplum&client_id=medplum', {}],
  ['a forged session cookie', 400, 'GET', '/authorize', { headers: { cookie: 'mock_idp_session=forged' } }],
  ['JSON at the token endpoint', 400, 'POST', '/token', { headers: { 'content-type': 'application/json' }, body: '{' }],
  ['a token request of 100 KiB', 400, 'POST', '/token', { headers: form, body: 'a'.repeat(100 * 1024) }],
  ['no token', 401, 'GET', '/userinfo', {}],
  ['an invented token', 401, 'GET', '/userinfo', { headers: { authorization: 'Bearer invented' } }],
  ['an invented resume', 400, 'GET', '/authorize/abc', {}],
  ['an invented sign-out', 400, 'POST', '/session/end/confirm', { headers: form, body: 'xsrf=a' }],
];

test.each(cases)('%s is answered with %i and a JSON error', async (_circumstance, status, method, path, sent) => {
  const response = await fetch(idp.issuer + path, { ...sent, method, redirect: 'manual' });
  const text = await response.text();

  expect(response.status).toBe(status);
  expect(JSON.parse(text)).toEqual(expect.objectContaining({ error: expect.any(String) }));
  expect(reportError).not.toHaveBeenCalled();
  expect(text).not.toMatch(/\bat .+:\d+:\d+|node_modules/);
});

test('a wrong method names the right ones', async () => {
  const response = await fetch(`${idp.issuer}/healthz`, { method: 'POST' });

  expect(response.headers.get('allow')).toBe('GET, HEAD');
});

test.each([
  ['larger than 8 KiB', 413, 'application/x-www-form-urlencoded', `email=${'a'.repeat(9000)}`],
  ['no form', 415, 'application/json', '{"email":'],
])('a sign-in body, when it is %s, is refused and the sign-in goes on', async (_case, status, contentType, body) => {
  const { cookie, url } = await beginSignIn(idp.issuer);

  const refused = await fetch(url, { method: 'POST', headers: { cookie, 'content-type': contentType }, body });
  const still = await fetch(url, { headers: { cookie } });

  expect(refused.status).toBe(status);
  expect(await refused.json()).toMatchObject({ error: expect.any(String) });
  expect(still.status).toBe(200);
});

test('a client that breaks off in the middle of a form leaves the provider up', async () => {
  await new Promise<void>((resolve) => {
    const { hostname, port } = new URL(idp.issuer);
    const half = request({
      hostname,
      port,
      path: '/token',
      method: 'POST',
      headers: { ...form, 'content-length': 100 },
    });
    half.on('error', () => undefined);
    half.on('close', resolve);
    half.write('grant_type=', () => half.destroy());
  });

  const health = await fetch(`${idp.issuer}/healthz`);

  expect(health.status).toBe(200);
});
