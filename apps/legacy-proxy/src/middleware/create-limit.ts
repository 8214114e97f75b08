import { rateLimit, type Options, type RateLimitRequestHandler } from 'express-rate-limit';
import { HttpError } from './http-error.ts';

const windowMs = 60_000;

/** A limit for one minute. Who is over it gets a 429 that says when to return. */
export function createLimit(options: Partial<Options>): RateLimitRequestHandler {
  return rateLimit({
    windowMs,
    standardHeaders: false,
    legacyHeaders: false,
    handler: (_request, response, next) => {
      response.set('Retry-After', String(windowMs / 1000));
      next(new HttpError(429, 'Too many attempts.', 'Wait a minute and try again.'));
    },
    ...options,
  });
}
