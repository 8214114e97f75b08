import type { Request, Response } from 'express';
import { expect, test, vi } from 'vitest';
import { createBrowser, type Browser } from '#test/browser.ts';
import { passwordOf, startTestApp } from '#test/start-test-app.ts';
import { createDeviceCookie } from './device-cookie.ts';
import { createSigner } from './signer.ts';

const cookieName = '__Host-Http-legacy-device';
const nonsense = `${'a'.repeat(22)}.${'b'.repeat(43)}`;

async function signIn(browser: Browser, username: string, password = passwordOf(username)): Promise<number> {
  await browser.get('/sign-in');
  return (await browser.post('/sign-in', { username, password })).status;
}

/** What five wrong passwords for the nurse lead to, on a device with this cookie. */
async function lastOfSix(browser: Browser, cookie: string): Promise<number> {
  for (let count = 0; count < 5; count += 1) {
    await signIn(browser, 'nurse.kim', 'wrong');
  }
  browser.cookies.set(cookieName, cookie);
  return signIn(browser, 'nurse.kim', 'wrong');
}

test.each([
  ['made up', async () => nonsense],
  [
    'of another user',
    async (newBrowser: () => Browser) => {
      const browser = newBrowser();
      await signIn(browser, 'reception');
      return browser.cookies.get(cookieName) ?? '';
    },
  ],
  [
    'of the nurse, under another device id',
    async (newBrowser: () => Browser) => {
      const browser = newBrowser();
      await signIn(browser, 'nurse.kim');
      return (browser.cookies.get(cookieName) ?? '').replace(/^[^.]+/, 'a'.repeat(22));
    },
  ],
])('[L11] device cookie, %s, counts as none', async (_what, cookieFrom) => {
  const { newBrowser } = await startTestApp();
  const cookie = await cookieFrom(newBrowser);

  expect(cookie).toMatch(/^[\w-]{22}\.[\w-]{43}$/);
  expect(await lastOfSix(newBrowser(), cookie)).toBe(429);
});

test('[L11] device cookie, of a device that two users share, knows both', async () => {
  const { newBrowser } = await startTestApp();
  const device = newBrowser();
  const statuses = [await signIn(device, 'nurse.kim'), await signIn(device, 'reception')];

  expect(statuses).toEqual([303, 303]);
  expect(device.cookies.get(cookieName)?.split('.')).toHaveLength(3);
  expect(await lastOfSix(newBrowser(), device.cookies.get(cookieName) ?? '')).toBe(401);
});

test('[L11] device cookie, of a device with very many users, stays small', async () => {
  const { newBrowser, url, database } = await startTestApp();
  const device = createBrowser(url);
  device.cookies.set(cookieName, `${'a'.repeat(22)}${`.${'b'.repeat(43)}`.repeat(10)}`);

  await signIn(device, 'nurse.kim');

  expect(database.prepare('SELECT username FROM sessions').all()).toEqual([{ username: 'nurse.kim' }]);
  expect(device.cookies.get(cookieName)?.split('.')).toHaveLength(11);
  expect(await lastOfSix(newBrowser(), device.cookies.get(cookieName) ?? '')).toBe(401);
});

const devices = createDeviceCookie(createSigner('a secret of thirty-two characters'));

/** The cookie of a device on which one user more has signed in. */
function remembered(username: string, before?: string): Readonly<{ value: string; attributes: unknown }> {
  const cookie = vi.fn<(name: string, value: string, attributes: unknown) => void>();
  devices.remember(requestWith(before), { cookie } as unknown as Response, username);
  const [[, value, attributes] = ['', '', {}]] = cookie.mock.calls;
  return { value, attributes };
}

function requestWith(value: string | undefined): Request {
  return { headers: value === undefined ? {} : { cookie: `${cookieName}=${value}` } } as Request;
}

test('[L11] device cookie, of a user who comes back, stays for 400 days and forgets nobody', () => {
  const first = remembered('nurse.kim');
  const both = remembered('reception', first.value);
  const again = remembered('nurse.kim', both.value);

  const lasting = { httpOnly: true, secure: true, sameSite: 'strict', path: '/', maxAge: 34_560_000_000 };
  expect(first.attributes).toEqual(lasting);
  expect(again.value.split('.')).toHaveLength(3);
  const ids = ['nurse.kim', 'reception'].map((name) => devices.deviceOf(requestWith(again.value), name));
  expect(ids).toEqual([first.value.slice(0, 22), first.value.slice(0, 22)]);
});

test('[L11] device cookie, with something before its id or after its marks, counts as none', () => {
  const { value } = remembered('nurse.kim');

  const known = [value, `x.${value}`, `${value}.more`, value.slice(0, 22)].map((one) =>
    devices.deviceOf(requestWith(one), 'nurse.kim'),
  );

  expect(known).toEqual([value.slice(0, 22), undefined, undefined, undefined]);
});
