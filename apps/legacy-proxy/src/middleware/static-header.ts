import type { RequestHandler } from 'express';
import { HttpError } from './http-error.ts';

/** Header, and its value, that this application's scripts send with each request to its API. */
export const staticHeader = { name: 'x-requested-with', value: 'legacy-proxy' } as const;

/**
 * Refuses requests to an API without the header. A page of another origin cannot send it unless it is allowed to, and
 * nobody is: this holds for reads as well, and where a browser sends no word of the origin.
 *
 * @see RFC 10017 §6.1.3.3: a Backend for Frontend requires a custom header against CSRF.
 */
export const requireStaticHeader: RequestHandler = (request, _response, next) => {
  const { name, value } = staticHeader;
  if (request.headers[name] !== value) {
    throw new HttpError(403, 'This request did not come from a page of this application.', `Send ${name}: ${value}.`);
  }
  next();
};
