import { createContext, Script } from 'node:vm';
import { createRemoteJWKSet, decodeJwt, jwtVerify } from 'jose';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createCookieBrowser, type Visit } from '#walk/cookie-browser.ts';
import { startMockIdp, type MockIdp } from './start-mock-idp.ts';

const spaOrigin = 'http://localhost:4321';
const asApp = { client_id: 'demo-only.apps.googleusercontent.com', origin: spaOrigin, nonce: 'nonce-1' };
const browser = createCookieBrowser();

let idp: MockIdp;

beforeAll(async () => {
  idp = await startMockIdp({ spaOrigin });
});

afterAll(async () => {
  await idp.close();
});

async function openPopup(changes: Readonly<Record<string, string>> = {}): Promise<Visit> {
  const url = new URL('/google/gsi/select', idp.issuer);
  url.search = new URLSearchParams({ ...asApp, ...changes }).toString();
  return browser.open(url);
}

async function choose(name: string, changes: Readonly<Record<string, string>> = {}): Promise<Visit> {
  const page = await openPopup(changes);
  const account = new RegExp(`value="(\\d+)"[^>]*>${name}`).exec(page.text)?.[1] ?? '';
  return browser.submit(page, { ...asApp, ...changes, account });
}

function credentialOf({ text }: Visit): string {
  return /data-credential="([^"]+)"/.exec(text)?.[1] ?? '';
}

test('[C5] credential, of a chosen account, verifies against the certs and says what Google would', async () => {
  const answer = await choose('Sam Carter');
  const certs = createRemoteJWKSet(new URL('/google/oauth2/v3/certs', idp.issuer));
  const { payload, protectedHeader } = await jwtVerify(credentialOf(answer), certs, {
    issuer: 'https://accounts.google.com',
    audience: asApp.client_id,
  });

  expect(protectedHeader).toMatchObject({ alg: 'RS256', typ: 'JWT' });
  expect(payload).toEqual({
    iss: 'https://accounts.google.com',
    aud: asApp.client_id,
    azp: asApp.client_id,
    sub: '100000000000000002001',
    email: 'sam.carter@example.com',
    email_verified: true,
    name: 'Sam Carter',
    given_name: 'Sam',
    family_name: 'Carter',
    nonce: 'nonce-1',
    iat: expect.any(Number),
    exp: (payload.iat ?? 0) + 3600,
    jti: expect.any(String),
  });
});

test('credential, when the page gave no nonce, has none', async () => {
  const answer = await choose('Maya Rivera', { nonce: '' });

  expect(decodeJwt(credentialOf(answer))).not.toHaveProperty('nonce');
});

test('[C5] credential, for the second client, names that client as its audience', async () => {
  const answer = await choose('Noor Haddad', { client_id: 'other-app.apps.googleusercontent.com' });

  expect(decodeJwt(credentialOf(answer)).aud).toBe('other-app.apps.googleusercontent.com');
});

test('credential is not signed by a key of the OpenID provider', async () => {
  const credential = credentialOf(await choose('Robin Stranger'));

  const keys = createRemoteJWKSet(new URL('/jwks', idp.issuer));

  await expect(jwtVerify(credential, keys)).rejects.toMatchObject({ code: 'ERR_JWKS_NO_MATCHING_KEY' });
});

test('answer page carries the registered origin and is not stored', async () => {
  const { text, headers } = await choose('Sam Carter');

  expect(text).toContain(`data-origin="${spaOrigin}"`);
  expect(headers.get('cache-control')).toBe('no-store');
});

test('account chooser offers those who have an account, and nobody else', async () => {
  const { text } = await openPopup();

  const offered = [...text.matchAll(/<button name="account" value="\d+" class="quiet">([^<]+) <span>/g)];

  expect(offered.map(([, name]) => name)).toEqual(['Maya Rivera', 'Noor Haddad', 'Sam Carter', 'Robin Stranger']);
});

test.each([
  ['an unknown client id', { client_id: 'unknown.apps.googleusercontent.com' }, 401, 'invalid_client'],
  ['an origin that is not registered', { origin: 'http://evil.example' }, 400, 'origin_mismatch'],
  ['no origin', { origin: '' }, 400, 'origin_mismatch'],
] as const)(
  '[B3] pop-up, opened with %s, refuses on a page, and its form does too',
  async (_case, changes, status, code) => {
    const opened = await openPopup(changes);
    const page = { ...opened, url: new URL('/google/gsi/select', idp.issuer) };

    const submitted = await browser.submit(page, { ...asApp, ...changes, account: '100000000000000002001' });

    for (const refusal of [opened, submitted]) {
      expect(refusal.status).toBe(status);
      expect(refusal.text).toContain(code);
      expect(credentialOf(refusal)).toBe('');
    }
  },
);

test('account that the stand-in does not have gets no credential', async () => {
  const answer = await browser.submit(await openPopup(), { ...asApp, account: 'employee-1001' });

  expect(answer.status).toBe(400);
  expect(credentialOf(answer)).toBe('');
});

test('nonce, when it holds markup, is escaped', async () => {
  const { text } = await openPopup({ nonce: '"><script>alert(1)</script>' });

  expect(text).toContain('value="&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;"');
  expect(text).not.toContain('<script');
});

test('[B11] pop-up pages run no script but their own file, and cannot be framed', async () => {
  for (const { headers } of [await openPopup(), await choose('Sam Carter')]) {
    const policy = headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'none'; script-src 'self';");
    expect(policy).toContain("frame-ancestors 'none'");
  }
});

test.each(['/google/gsi/client', '/google/gsi/select.js'])('%s is a script that parses', async (path) => {
  const response = await fetch(idp.issuer + path);
  const source = await response.text();

  expect(response.headers.get('content-type')).toBe('text/javascript; charset=utf-8');
  expect(() => new Script(source)).not.toThrow();
});

test('client script gives a page the functions that it calls, and keeps what was there', async () => {
  const source = await (await fetch(`${idp.issuer}/google/gsi/client`)).text();
  const page = createContext({
    URL,
    addEventListener: () => undefined,
    document: { currentScript: { src: `${idp.issuer}/google/gsi/client` } },
    google: { maps: 'kept' },
  });

  new Script(source).runInContext(page);
  const { google } = page as { google: { maps: string; accounts: { id: object } } };

  expect(google.maps).toBe('kept');
  expect(Object.keys(google.accounts.id)).toEqual([
    'initialize',
    'renderButton',
    'prompt',
    'cancel',
    'disableAutoSelect',
  ]);
});
