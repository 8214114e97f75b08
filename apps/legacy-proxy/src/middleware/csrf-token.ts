import { randomBytes, timingSafeEqual } from 'node:crypto';
import type { Request, RequestHandler } from 'express';
import { sessionOf } from './browser-session.ts';
import { formField } from './form-body.ts';
import { HttpError } from './http-error.ts';

/** Token of this session for the hidden field of its forms: another site can send a form but cannot read this. */
export function csrfToken(request: Request): string {
  const session = sessionOf(request);
  session.csrfToken ??= randomBytes(32).toString('base64url');
  return session.csrfToken;
}

/** Refuses a form that does not carry the token of its session. */
export const requireCsrfToken: RequestHandler = (request, _response, next) => {
  const expected = Buffer.from(sessionOf(request).csrfToken ?? '');
  const given = Buffer.from(formField(request.body, 'csrfToken'));
  if (expected.length === 0 || given.length !== expected.length || !timingSafeEqual(given, expected)) {
    throw new HttpError(403, 'This form is no longer valid.', 'Go back, reload the page and send the form again.');
  }
  next();
};
