import type { Request } from 'express';
import { readCookie } from './read-cookie.ts';

type CookieAttributes = Readonly<{ httpOnly: boolean; secure: boolean; sameSite: 'strict'; path: string }>;

/** How cookies are named and marked. */
export type CookieKind = Readonly<{ sessionName: string; signInName: string; attributes: CookieAttributes }>;

/**
 * The browser refuses a cookie with this prefix unless it is Secure, HttpOnly, for the path `/` and without a Domain,
 * so no sibling site can plant one.
 */
export const secureCookies: CookieKind = {
  sessionName: '__Host-Http-legacy-session',
  signInName: '__Host-Http-legacy-sign-in',
  attributes: { httpOnly: true, secure: true, sameSite: 'strict', path: '/' },
};

/**
 * For browsers that keep no Secure cookie over plain http, `http://localhost` included (Safari and all others of
 * WebKit). Used where the application answers under localhost alone, and only when a browser sent none of the others.
 */
export const plainCookies: CookieKind = {
  sessionName: 'legacy-session-localhost',
  signInName: 'legacy-sign-in-localhost',
  attributes: { ...secureCookies.attributes, secure: false },
};

/** Which cookies this browser keeps, by what it sends. */
export function cookieKindOf(request: Request, isLocalOnly: boolean): CookieKind {
  const sends = ({ sessionName, signInName }: CookieKind): boolean =>
    [sessionName, signInName].some((name) => readCookie(request, name) !== undefined);
  return isLocalOnly && sends(plainCookies) && !sends(secureCookies) ? plainCookies : secureCookies;
}
