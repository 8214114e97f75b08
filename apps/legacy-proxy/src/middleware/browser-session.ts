import { randomBytes } from 'node:crypto';
import { promisify } from 'node:util';
import type { Request, RequestHandler, Response } from 'express';
import session, { type CookieOptions, type Session, type Store } from 'express-session';
import type { User } from '#legacy/users.ts';
import { type CookieKind, cookieKindOf, plainCookies, secureCookies } from './cookie-kind.ts';
import { readCookie } from './read-cookie.ts';

/** What a person typed into a form that could not be taken yet. */
export type KeptText = Readonly<{ page: string; formId: string; text: string }>;

/** What a session remembers. */
type SessionState = {
  username?: string;
  /** The user's, when the session began. Sign-out everywhere gives the user another one. */
  generation?: number;
  /** When it began, in milliseconds since the epoch. */
  startedAtMs?: number;
  csrfToken?: string;
  keptText?: KeptText;
};

export type BrowserSessionOptions = Readonly<{
  store: Store;
  secret: string;
  /** True when no TLS proxy serves the application to others. */
  isLocalOnly: boolean;
}>;

/** Gives each signed-in browser a session. The cookie holds a random id; all else stays in the store. */
export function browserSession({ store, secret, isLocalOnly }: BrowserSessionOptions): RequestHandler[] {
  // Both share the store, which express-session teaches to make cookies: so each has to ask which browser it is.
  const cookie = (request: Request): CookieOptions => cookieKindOf(request, isLocalOnly).attributes;
  const sessionWith = ({ sessionName }: CookieKind): RequestHandler =>
    session({
      name: sessionName,
      secret,
      store,
      resave: false,
      saveUninitialized: false,
      proxy: true,
      cookie,
    });
  const secure = sessionWith(secureCookies);
  const plain = sessionWith(plainCookies);
  return [
    assumeSecureTransport,
    (request, response, next) => {
      const isPlain = cookieKindOf(request, isLocalOnly) === plainCookies;
      (isPlain ? plain : secure)(request, response, next);
    },
  ];
}

export function sessionOf(request: Request): Session & SessionState {
  return request.session;
}

/** Signs a user in under a new session id, so that an id known to somebody else before is worth nothing after. */
export async function startUserSession(
  request: Request,
  { username, generation }: User,
  startedAtMs: number,
): Promise<void> {
  await promisify(request.session.regenerate.bind(request.session))();
  const csrfToken = randomBytes(32).toString('base64url');
  Object.assign(sessionOf(request), { username, generation, startedAtMs, csrfToken });
}

/** Ends the session in the store, so that a copy of the cookie is worth nothing either. */
export async function endUserSession(request: Request, response: Response): Promise<void> {
  await promisify(request.session.destroy.bind(request.session))();
  for (const { sessionName, attributes } of [secureCookies, plainCookies]) {
    if (readCookie(request, sessionName) !== undefined) {
      response.clearCookie(sessionName, attributes);
    }
  }
}

/**
 * express-session withholds Secure cookies unless it sees TLS, and TLS ends in front of this server. Whether the
 * connection is fit for them is the browser's call: it takes them over https and from http://localhost, nowhere else.
 */
const assumeSecureTransport: RequestHandler = (request, _response, next) => {
  request.headers['x-forwarded-proto'] = 'https';
  next();
};
