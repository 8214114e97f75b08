import { afterAll, beforeAll, expect, test } from 'vitest';
import { authorizeUrl } from '#walk/authorize-url.ts';
import { createCookieBrowser } from '#walk/cookie-browser.ts';
import { redeem } from '#walk/redeem.ts';
import { obtainCallback } from '#walk/sign-in.ts';
import { startMockIdp, type MockIdp } from './start-mock-idp.ts';

const tenantUri = 'http://localhost:8103/t/tenant-1/auth/external';

let idp: MockIdp;

beforeAll(async () => {
  idp = await startMockIdp({ medplumTenants: true });
});

afterAll(async () => {
  await idp.close();
});

test('tenant of a mock of Medplum, where they are allowed, gets a code and redeems it', async () => {
  const callback = await obtainCallback(authorizeUrl(idp.issuer, { redirect_uri: tenantUri }));
  const code = callback.searchParams.get('code') ?? '';

  const atRoot = await redeem(idp.issuer, { code });
  const atTenant = await redeem(idp.issuer, { code, redirect_uri: tenantUri });

  expect(callback.href).toMatch(new RegExp(`^${tenantUri}\\?`));
  expect(atRoot.body.error).toBe('invalid_grant');
  expect(atTenant.status).toBe(200);
});

test('root, where tenants are allowed, still gets its code', async () => {
  const callback = await obtainCallback(authorizeUrl(idp.issuer));

  expect(callback.origin + callback.pathname).toBe('http://localhost:8103/auth/external');
});

test.each([
  ['another host', 'http://evil.example/t/tenant-1/auth/external'],
  ['another path', 'http://localhost:8103/t/tenant-1/auth/externally'],
  ['two tenants', 'http://localhost:8103/t/one/t/two/auth/external'],
  ['dots for a name', 'http://localhost:8103/t/../auth/external'],
  ['a query', `${tenantUri}?to=evil`],
])('[B3] redirect_uri, of a tenant with %s, is refused', async (_case, redirectUri) => {
  const page = await createCookieBrowser().open(authorizeUrl(idp.issuer, { redirect_uri: redirectUri }));

  expect(page.url.origin).toBe(idp.issuer);
  expect(page.status).toBe(400);
});

test('[B3] tenant, where nobody asked for tenants, is refused, also beside a provider that allows them', async () => {
  await using strict = await startMockIdp();

  const page = await createCookieBrowser().open(authorizeUrl(strict.issuer, { redirect_uri: tenantUri }));

  expect(page.url.origin).toBe(strict.issuer);
  expect(page.status).toBe(400);
});
