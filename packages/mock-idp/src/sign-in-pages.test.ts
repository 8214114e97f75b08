import { afterAll, beforeAll, expect, test } from 'vitest';
import { authorizeUrl } from '#walk/authorize-url.ts';
import { beginSignIn } from '#walk/begin-sign-in.ts';
import { createCookieBrowser } from '#walk/cookie-browser.ts';
import { signIn } from '#walk/sign-in.ts';
import { startMockIdp, type MockIdp } from './start-mock-idp.ts';

let idp: MockIdp;

beforeAll(async () => {
  idp = await startMockIdp();
});

afterAll(async () => {
  await idp.close();
});

test.each([
  ['a wrong password', 'maya.rivera@clinic.example'],
  ['an unknown address', 'nobody@clinic.example'],
])('sign-in page, given %s, says so without saying which field, and keeps the address', async (_case, email) => {
  const browser = createCookieBrowser();
  const page = await browser.open(authorizeUrl(idp.issuer));

  const again = await browser.submit(page, { email, password: 'wrong', action: 'sign-in' });

  expect(again.status).toBe(422);
  expect(again.text).toContain('The email address or the password is not right.');
  expect(again.text).toContain(`value="${email}"`);
  expect(again.text).not.toContain('wrong');
});

test('sign-in page, after a wrong password, still accepts the right one', async () => {
  const browser = createCookieBrowser();
  const page = await browser.open(authorizeUrl(idp.issuer));
  const again = await browser.submit(page, { email: 'maya.rivera@clinic.example', password: 'wrong' });

  const consent = await browser.submit(again, { email: ' MAYA.Rivera@clinic.example', password: 'idp-maya-2026' });

  expect(consent.text).toContain('Share with Medplum?');
});

test('consent page, for all scopes, shows each value and where the browser goes', async () => {
  const url = authorizeUrl(idp.issuer, { scope: 'openid profile email offline_access', prompt: 'consent' });

  const { text } = await signIn(createCookieBrowser(), url, 'sam.carter@example.com');

  for (const shown of [
    'person-2001',
    'Sam Carter',
    'sam.carter@example.com (verified)',
    '14 days',
    'http://localhost:8103',
  ]) {
    expect(text).toContain(shown);
  }
});

test('[C3] cancelling, at sign-in, returns access_denied and the state to the client', async () => {
  const browser = createCookieBrowser();
  const page = await browser.open(authorizeUrl(idp.issuer));

  const { url } = await browser.submit(page, { action: 'cancel' });

  expect(url.origin + url.pathname).toBe('http://localhost:8103/auth/external');
  expect(url.searchParams.get('error')).toBe('access_denied');
  expect(url.searchParams.get('state')).toBe('state-1');
  expect(url.searchParams.has('code')).toBe(false);
});

test('[C3] cancelling, at consent, returns access_denied, the state and no code', async () => {
  const browser = createCookieBrowser();
  const consent = await signIn(browser, authorizeUrl(idp.issuer));

  const { url } = await browser.submit(consent, { action: 'cancel' });

  expect(url.origin + url.pathname).toBe('http://localhost:8103/auth/external');
  expect(url.searchParams.get('error')).toBe('access_denied');
  expect(url.searchParams.get('state')).toBe('state-1');
  expect(url.searchParams.has('code')).toBe(false);
});

test('login_hint and e-mail, when they hold markup, are escaped', async () => {
  const markup = '"><script>alert(1)</script>';
  const browser = createCookieBrowser();

  const page = await browser.open(authorizeUrl(idp.issuer, { login_hint: markup }));
  const again = await browser.submit(page, { email: markup, password: 'wrong' });

  for (const { text } of [page, again]) {
    expect(text).toContain('value="&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;"');
    expect(text).not.toContain('<script');
  }
});

test('[B11] pages, whichever, cannot be framed and run no script', async () => {
  const browser = createCookieBrowser();
  const sign = await browser.open(authorizeUrl(idp.issuer));
  const consent = await signIn(createCookieBrowser(), authorizeUrl(idp.issuer));
  const lost = await browser.open(`${idp.issuer}/nowhere`);

  for (const { headers } of [sign, consent, lost]) {
    const policy = headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'none'; script-src;");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(headers.get('x-frame-options')).toBe('DENY');
    expect(headers.get('referrer-policy')).toBe('same-origin');
  }
});

test('[B11] a submitted password is answered with 303, so that no browser sends it on', async () => {
  const { cookie, url } = await beginSignIn(idp.issuer);
  const body = new URLSearchParams({ email: 'maya.rivera@clinic.example', password: 'idp-maya-2026' });

  const answer = await fetch(url, { method: 'POST', headers: { cookie }, body, redirect: 'manual' });

  expect(answer.status).toBe(303);
});

test('sign-in page, with the cookie of another sign-in of the same browser, is refused', async () => {
  const [first, second] = [await beginSignIn(idp.issuer), await beginSignIn(idp.issuer)];

  const mixed = await fetch(first.url, { headers: { cookie: second.cookie } });

  expect(mixed.status).toBe(400);
  expect(await mixed.json()).toMatchObject({ error: 'invalid_request' });
});

test('sign-in page of one browser, opened by another, is refused', async () => {
  const page = await createCookieBrowser().open(authorizeUrl(idp.issuer));

  const stolen = await createCookieBrowser().open(page.url);
  const own = createCookieBrowser();
  await own.open(authorizeUrl(idp.issuer));
  const submitted = await own.submit(page, { email: 'maya.rivera@clinic.example', password: 'idp-maya-2026' });

  for (const refused of [stolen, submitted]) {
    expect(refused.status).toBe(400);
    expect(refused.text).toContain('This sign-in has ended.');
  }
});
