import type { Request, RequestHandler } from 'express';
import { sessionOf } from './browser-session.ts';
import { formField } from './form-body.ts';
import { HttpError } from './http-error.ts';
import { isSameText } from './is-same-text.ts';

/** Token of this session for the hidden field of its forms: another site can send a form but cannot read this. */
export function csrfToken(request: Request): string {
  return sessionOf(request).csrfToken ?? '';
}

/** Refuses a form that does not carry the token of its session. */
export const requireCsrfToken: RequestHandler = (request, _response, next) => {
  if (!isSameText(formField(request.body, 'csrfToken'), csrfToken(request))) {
    throw new HttpError(403, 'This form is no longer valid.', 'Go back, reload the page and send the form again.');
  }
  next();
};
