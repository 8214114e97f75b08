import { expect, test } from 'vitest';
import { authorizeUrl } from '#walk/authorize-url.ts';
import { createCookieBrowser } from '#walk/cookie-browser.ts';
import { redeem } from '#walk/redeem.ts';
import { obtainCallback } from '#walk/sign-in.ts';
import { startMockIdp } from './start-mock-idp.ts';

async function order(issuer: string, body: string, headers: Readonly<Record<string, string>> = {}): Promise<Response> {
  return fetch(`${issuer}/mock/down`, {
    method: 'POST',
    body,
    headers: { 'content-type': 'application/json', ...headers },
  });
}

test('[C3] provider, while down, says so on a page and redeems no code; up again, it does', async () => {
  await using idp = await startMockIdp();
  const code = (await obtainCallback(authorizeUrl(idp.issuer))).searchParams.get('code') ?? '';

  idp.setDown(true);
  const page = await createCookieBrowser().open(authorizeUrl(idp.issuer));
  const refused = await redeem(idp.issuer, { code });
  const userinfo = await fetch(`${idp.issuer}/userinfo`);
  idp.setDown(false);
  const redeemed = await redeem(idp.issuer, { code });

  expect(page.status).toBe(503);
  expect(page.text).toContain('The identity provider is down.');
  expect(refused).toMatchObject({ status: 503, body: { error: 'temporarily_unavailable' } });
  expect(userinfo.status).toBe(503);
  expect(redeemed.status).toBe(200);
});

test('[C3] provider that goes down during a sign-in gives no code', async () => {
  await using idp = await startMockIdp();
  const browser = createCookieBrowser();
  const page = await browser.open(authorizeUrl(idp.issuer));

  idp.setDown(true);
  const next = await browser.submit(page, { email: 'maya.rivera@clinic.example', password: 'idp-maya-2026' });

  expect(next.url.origin).toBe(idp.issuer);
  expect(next.status).toBe(503);
});

test('control, when it is on, takes the provider down and up', async () => {
  await using idp = await startMockIdp({ control: true });

  const down = await order(idp.issuer, '{"down":true}');
  const during = await fetch(authorizeUrl(idp.issuer), { redirect: 'manual' });
  const seen = await fetch(`${idp.issuer}/mock/down`);
  await order(idp.issuer, '{"down":false}');
  const after = await fetch(authorizeUrl(idp.issuer), { redirect: 'manual' });

  expect(await down.json()).toEqual({ down: true });
  expect(during.status).toBe(503);
  expect(await seen.json()).toEqual({ down: true });
  expect(after.status).toBe(303);
});

test('control, when it is not asked for, is not there', async () => {
  await using idp = await startMockIdp();

  const answer = await order(idp.issuer, '{"down":true}');

  expect(answer.status).toBe(404);
  expect((await fetch(authorizeUrl(idp.issuer), { redirect: 'manual' })).status).toBe(303);
});

test.each([
  ['no JSON', '{"down":', {}, 400],
  ['an order that it does not know', '{"down":"yes"}', {}, 400],
  ['null', 'null', {}, 400],
  ['a form', 'down=true', { 'content-type': 'application/x-www-form-urlencoded' }, 415],
  ['a request from a page of another site', '{"down":true}', { origin: 'http://evil.example' }, 403],
  ['a request that a browser marks as cross-site', '{"down":true}', { 'sec-fetch-site': 'cross-site' }, 403],
  ['a request that passed a proxy', '{"down":true}', { 'x-forwarded-for': '192.0.2.1' }, 403],
] as const)('control, given %s, refuses and leaves the provider up', async (_case, body, headers, status) => {
  await using idp = await startMockIdp({ control: true });

  const answer = await order(idp.issuer, body, headers);

  expect(answer.status).toBe(status);
  expect((await fetch(authorizeUrl(idp.issuer), { redirect: 'manual' })).status).toBe(303);
});

test('[L5] order, nested deeper than anything walks, is refused although it names what is ordered', async () => {
  await using idp = await startMockIdp({ control: true });
  const deep = '['.repeat(3000) + ']'.repeat(3000);

  const { status } = await order(idp.issuer, `{"down":true,"x":${deep}}`);

  expect(status).toBe(400);
});
