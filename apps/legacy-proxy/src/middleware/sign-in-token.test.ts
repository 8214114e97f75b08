import type { Request, Response } from 'express';
import { expect, test, vi } from 'vitest';
import { passwordOf, startTestApp } from '#test/start-test-app.ts';
import { secureCookies } from './cookie-kind.ts';
import { createSignInToken } from './sign-in-token.ts';
import { createSigner } from './signer.ts';

const sessionCookieName = secureCookies.sessionName;

const account = { username: 'nurse.kim', password: passwordOf('nurse.kim') };
const cookieName = '__Host-Http-legacy-sign-in';

test('[L11] sign-in page, visited again and again by strangers, stores nothing', async () => {
  const { newBrowser, database } = await startTestApp();

  const visits = Array.from({ length: 100 }, async () => newBrowser().get('/sign-in'));
  const failed = newBrowser();
  await failed.get('/sign-in');
  const answer = await failed.post('/sign-in', { username: 'nurse.kim', password: 'wrong' });

  expect(new Set((await Promise.all(visits)).map(({ status }) => status))).toEqual(new Set([200]));
  expect(answer.status).toBe(401);
  expect(database.prepare('SELECT count(*) AS rows FROM sessions').get()).toEqual({ rows: 0 });
});

test('[L11] session, when a link on another site opens a page without its cookie, lives on', async () => {
  const { nurse, newBrowser } = await startTestApp();
  const browser = await nurse();
  const fromOtherSite = newBrowser();

  const pages = [
    await fromOtherSite.get('/'),
    await fromOtherSite.get('/sign-in'),
    await fromOtherSite.get('/nothing'),
  ];
  for (const [name, value] of fromOtherSite.cookies) {
    browser.cookies.set(name, value);
  }

  expect(pages.map(({ status }) => status)).toEqual([303, 200, 404]);
  expect(fromOtherSite.cookies.has(sessionCookieName)).toBe(false);
  expect((await browser.get('/')).status).toBe(200);
});

test('[L11] sign-in form, opened in two tabs, is good in both', async () => {
  const { newBrowser } = await startTestApp();
  const browser = newBrowser();
  await browser.get('/sign-in');
  const cookie = browser.cookies.get(cookieName);

  await browser.get('/sign-in');

  expect(browser.cookies.get(cookieName)).toBe(cookie);
  expect((await browser.post('/sign-in', account)).status).toBe(303);
});

test.each([
  ['without its cookie', () => ''],
  ['with the cookie of somebody else', () => 'a'.repeat(43)],
  ['with a cookie that is no nonce', () => 'short'],
])('[P1] sign-in form, %s, answers 403 and signs nobody in', async (_how, cookie) => {
  const { newBrowser, database } = await startTestApp();
  const browser = newBrowser();
  await browser.get('/sign-in');
  browser.cookies.set(cookieName, cookie());

  const answer = await browser.post('/sign-in', account);

  expect(answer.status).toBe(403);
  expect(database.prepare('SELECT * FROM sessions').all()).toEqual([]);
});

test('[P1] sign-in form, whose token is no more than its cookie, answers 403', async () => {
  const { newBrowser } = await startTestApp();
  const browser = newBrowser();
  await browser.get('/sign-in');

  const answer = await browser.post('/sign-in', { ...account, csrfToken: browser.cookies.get(cookieName) ?? '' });

  expect(answer.status).toBe(403);
});

test('[P1] sign-in cookie, that is longer than ours, is replaced in both kinds', () => {
  const { issue } = createSignInToken(createSigner('a secret'), true);
  const cookie = vi.fn<(name: string, value: string, attributes: unknown) => void>();
  const requestWith = (nonce: string) => ({ headers: { cookie: `${cookieName}=${nonce}` } }) as Request;

  const kept = issue(requestWith('a'.repeat(43)), { cookie } as unknown as Response);
  expect(cookie).not.toHaveBeenCalled();
  const replaced = issue(requestWith('a'.repeat(44)), { cookie } as unknown as Response);

  expect(replaced).not.toBe(kept);
  const common = { httpOnly: true, sameSite: 'strict', path: '/' };
  expect(cookie.mock.calls).toEqual([
    [cookieName, expect.stringMatching(/^[\w-]{43}$/), { ...common, secure: true }],
    ['legacy-sign-in-localhost', cookie.mock.calls[0]?.[1], { ...common, secure: false }],
  ]);
});
