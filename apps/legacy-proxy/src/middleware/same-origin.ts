import type { RequestHandler } from 'express';
import { HttpError } from './http-error.ts';

const safeMethods = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * Refuses a change that another site started. Browsers say where a request comes from in headers that no page can
 * forge; a sibling on the same site (`same-site`) is foreign too, though the cookie would travel with it.
 */
export const requireSameOrigin: RequestHandler = (request, _response, next) => {
  const { origin, host, 'sec-fetch-site': site } = request.headers;
  const claims = [
    ...(typeof site === 'string' ? [site === 'same-origin'] : []),
    ...(origin === undefined ? [] : [hostOf(origin) === host]),
  ];
  if (safeMethods.has(request.method) || (claims.length > 0 && claims.every(Boolean))) {
    next();
    return;
  }
  throw new HttpError(
    403,
    'This request did not come from a page of this application.',
    'Open the page and try again.',
  );
};

function hostOf(origin: string): string | undefined {
  return URL.parse(origin)?.host;
}
