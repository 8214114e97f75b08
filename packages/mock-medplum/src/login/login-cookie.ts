import { resolveId } from '@medplum/core';
import type { Login } from '@medplum/fhirtypes';
import type { CookieOptions, Response } from 'express';

const options: CookieOptions = { httpOnly: true, secure: true, sameSite: 'none' };

/** Name of the cookie by which a browser is known to have signed in through a client. */
export function loginCookieName(clientId: string): string {
  return `medplum-${clientId}`;
}

/** Sets the cookie that lets `prompt=none` succeed for an hour. A login without a client gets none. */
export function setLoginCookie(response: Response, login: Readonly<Login>): void {
  const clientId = resolveId(login.client);
  if (clientId && login.cookie) {
    response.cookie(loginCookieName(clientId), login.cookie, { ...options, maxAge: 3_600_000 });
  }
}

/** Takes the cookie back when the login ends. */
export function clearLoginCookie(response: Response, login: Readonly<Login>): void {
  const clientId = resolveId(login.client);
  if (clientId) {
    response.clearCookie(loginCookieName(clientId), options);
  }
}
