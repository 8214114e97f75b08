import { randomBytes } from 'node:crypto';
import type { Request, Response } from 'express';
import { isSameText } from './is-same-text.ts';
import { readCookie } from './read-cookie.ts';
import type { Signer } from './signer.ts';

const cookieName = '__Host-Http-legacy-device';
/** As long as browsers keep a cookie at most. */
const maxAgeMs = 400 * 24 * 60 * 60_000;
const mostUsers = 10;
const cookieFormat = /^[\w-]{22}(\.[\w-]{43}){1,10}$/;

export type DeviceCookie = Readonly<{
  /** Id of the device when this user signed in on it before, or undefined. */
  deviceOf: (request: Request, username: string) => string | undefined;
  /** Remembers that this user signed in on this device. */
  remember: (request: Request, response: Response, username: string) => void;
}>;

/**
 * Knows the devices on which a user signed in before, so that strangers who guess passwords do not lock those out.
 * The cookie holds a random id and a signature for each of the last ten users of the device, and no user name.
 *
 * @see OWASP, Slow Down Online Guessing Attacks with Device Cookies.
 */
export function createDeviceCookie(sign: Signer): DeviceCookie {
  const markOf = (device: string, username: string): string => sign('device', `${device}\0${username}`);

  function deviceOf(request: Request, username: string): string | undefined {
    const { device, marks } = read(request);
    return marks.some((mark) => isSameText(mark, markOf(device, username))) ? device : undefined;
  }

  function remember(request: Request, response: Response, username: string): void {
    const { device, marks } = read(request);
    const mark = markOf(device, username);
    const kept = [mark, ...marks.filter((other) => other !== mark)].slice(0, mostUsers);
    const attributes = { httpOnly: true, secure: true, sameSite: 'strict', path: '/', maxAge: maxAgeMs } as const;
    response.cookie(cookieName, [device, ...kept].join('.'), attributes);
  }

  return { deviceOf, remember };
}

function read(request: Request): Readonly<{ device: string; marks: readonly string[] }> {
  const value = readCookie(request, cookieName) ?? '';
  const [device = '', ...marks] = cookieFormat.test(value) ? value.split('.') : [];
  return device ? { device, marks } : { device: randomBytes(16).toString('base64url'), marks: [] };
}
