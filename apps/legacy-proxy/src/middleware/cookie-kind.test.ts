import type { Request } from 'express';
import { expect, test } from 'vitest';
import { cookieKindOf, plainCookies, secureCookies } from './cookie-kind.ts';

const session = { secure: '__Host-Http-legacy-session=1', plain: 'legacy-session-localhost=1' };
const signIn = { secure: '__Host-Http-legacy-sign-in=1', plain: 'legacy-sign-in-localhost=1' };

test.each([
  ['nothing', '', true, secureCookies],
  ['a plain session', session.plain, true, plainCookies],
  ['a plain sign-in', signIn.plain, true, plainCookies],
  ['a plain session where others reach the application', session.plain, false, secureCookies],
  ['a plain session beside a secure one', `${session.plain}; ${session.secure}`, true, secureCookies],
  ['a plain session beside a secure sign-in', `${session.plain}; ${signIn.secure}`, true, secureCookies],
])('[P3] browser, that sends %s, gets the cookies that it keeps', (_what, cookie, isLocalOnly, kind) => {
  expect(cookieKindOf({ headers: { cookie } } as Request, isLocalOnly)).toBe(kind);
});

test('[P3] cookies, of both kinds, are kept from scripts and other sites', () => {
  const common = { httpOnly: true, sameSite: 'strict', path: '/' };

  expect(secureCookies.attributes).toEqual({ ...common, secure: true });
  expect(plainCookies.attributes).toEqual({ ...common, secure: false });
});
