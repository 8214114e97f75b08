import type { Request, RequestHandler } from 'express';
import { rateLimit, type Options } from 'express-rate-limit';
import { sessionOf } from './browser-session.ts';
import { HttpError } from './http-error.ts';
import { usernameField } from './username-field.ts';

const windowMs = 60_000;

const shared: Partial<Options> = {
  windowMs,
  standardHeaders: false,
  legacyHeaders: false,
  handler: (_request, response, next) => {
    response.set('Retry-After', String(windowMs / 1000));
    next(new HttpError(429, 'Too many attempts.', 'Wait a minute and try again.'));
  },
};

/** Failed sign-ins: 5 a minute for one account, 30 a minute from one address. */
export function signInLimits(): RequestHandler[] {
  return [
    rateLimit({
      ...shared,
      limit: 5,
      skipSuccessfulRequests: true,
      keyGenerator: (request: Request) => usernameField(request),
    }),
    rateLimit({ ...shared, limit: 30, skipSuccessfulRequests: true }),
  ];
}

/** All users share the quota that Medplum gives this server, so no single session may use it up. */
export function sessionLimit(requestsPerMinute: number): RequestHandler {
  return rateLimit({
    ...shared,
    limit: requestsPerMinute,
    skip: (request) => sessionOf(request).username === undefined,
    keyGenerator: (request) => request.sessionID,
  });
}
