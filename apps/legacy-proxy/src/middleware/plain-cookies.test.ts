import { expect, test } from 'vitest';
import { createBrowser } from '#test/browser.ts';
import { passwordOf, startTestApp } from '#test/start-test-app.ts';
import { plainCookies, secureCookies } from './cookie-kind.ts';

const account = { username: 'nurse.kim', password: passwordOf('nurse.kim') };
/** As Safari and every other browser of WebKit does over plain http, localhost included. */
const keeps = (line: string): boolean => !/; Secure/i.test(line);

test('[P3] browser that keeps no Secure cookie, at localhost, signs in and out as any other', async () => {
  const { url } = await startTestApp();
  const browser = createBrowser(url, { keeps });

  const signedIn = await browser.signIn(account.username, account.password);
  const home = await browser.get('/');
  const [copied] = [browser.cookies.get(plainCookies.sessionName) ?? ''];
  await browser.post('/sign-out');
  browser.cookies.set(plainCookies.sessionName, copied);

  expect([signedIn.status, home.status]).toEqual([303, 200]);
  expect((await browser.get('/')).status).toBe(303);
});

test('[P3] browser that keeps Secure cookies, gets no session without Secure', async () => {
  const { nurse } = await startTestApp();

  const { cookies } = await nurse();

  expect(cookies.has(secureCookies.sessionName)).toBe(true);
  expect(cookies.has(plainCookies.sessionName)).toBe(false);
});

test('[P3] cookies without Secure, where a TLS proxy serves the application, are neither set nor taken', async () => {
  const { url } = await startTestApp({ env: { LEGACY_PROXY_PUBLIC_URL: 'https://ehr.example' } });
  const local = await startTestApp();
  const [browser, other] = [createBrowser(url, { keeps }), createBrowser(local.url, { keeps })];
  await other.signIn(account.username, account.password);

  const page = await browser.get('/sign-in');
  for (const [name, value] of other.cookies) {
    browser.cookies.set(name, value);
  }

  expect(page.headers.getSetCookie().every((line) => !keeps(line))).toBe(true);
  expect((await browser.post('/sign-in', account)).status).toBe(403);
  expect((await browser.get('/')).status).toBe(303);
});

test('[P3] cookie without Secure, planted in a browser that keeps Secure ones, is not taken', async () => {
  const { url, nurse } = await startTestApp();
  const attacker = createBrowser(url, { keeps });
  await attacker.signIn(account.username, account.password);
  const victim = await nurse();
  const before = await (await victim.get('/')).text();

  for (const [name, value] of attacker.cookies) {
    victim.cookies.set(name, value);
  }

  const csrfToken = /name="csrfToken" value="([^"]+)"/.exec(before)?.[1] ?? 'none';
  expect(await (await victim.get('/')).text()).toContain(csrfToken);
});

test('sign-in, in a browser that keeps no cookie at all, says what is wrong', async () => {
  const { url } = await startTestApp();
  const browser = createBrowser(url, { keeps: () => false });
  await browser.get('/sign-in');

  const answer = await browser.post('/sign-in', account);

  expect(answer.status).toBe(403);
  expect(await answer.text()).toMatch(/Your browser sent no cookie back\.[^]*Allow cookies/);
});
