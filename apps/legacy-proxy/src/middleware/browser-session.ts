import { randomBytes } from 'node:crypto';
import { promisify } from 'node:util';
import type { Request, RequestHandler } from 'express';
import session, { type Session, type Store } from 'express-session';

/**
 * The browser refuses a cookie of this name unless it is Secure, HttpOnly, for the path `/` and without a Domain, so
 * no sibling site can plant one.
 */
export const sessionCookieName = '__Host-Http-legacy-session';

/** What a session remembers. */
type SessionState = { username?: string; csrfToken?: string };

/** Gives each signed-in browser a session. The cookie holds a random id; all else stays in the store. */
export function browserSession(store: Store, secret: string): RequestHandler[] {
  return [
    assumeSecureTransport,
    session({
      name: sessionCookieName,
      secret,
      store,
      resave: false,
      saveUninitialized: false,
      proxy: true,
      cookie: { httpOnly: true, secure: true, sameSite: 'strict', path: '/' },
    }),
  ];
}

export function sessionOf(request: Request): Session & SessionState {
  return request.session;
}

/** Signs a user in under a new session id, so that an id known to somebody else before is worth nothing after. */
export async function startUserSession(request: Request, username: string): Promise<void> {
  await promisify(request.session.regenerate.bind(request.session))();
  Object.assign(sessionOf(request), { username, csrfToken: randomBytes(32).toString('base64url') });
}

/** Ends the session in the store, so that a copy of the cookie is worth nothing either. */
export async function endUserSession(request: Request): Promise<void> {
  await promisify(request.session.destroy.bind(request.session))();
}

/**
 * express-session withholds Secure cookies unless it sees TLS, and TLS ends in front of this server. Whether the
 * connection is fit for them is the browser's call: it takes them over https and from http://localhost, nowhere else.
 */
const assumeSecureTransport: RequestHandler = (request, _response, next) => {
  request.headers['x-forwarded-proto'] = 'https';
  next();
};
