import { loopbackNames } from '@auth-patterns/auth-config';
import type { Request, RequestHandler } from 'express';
import { HttpError } from './http-error.ts';

const safeMethods = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * Refuses a change that another site started. Browsers say where a request comes from in headers that no page can
 * forge; a sibling on the same site (`same-site`) is foreign too, though the cookie would travel with it. An `Origin`
 * is compared with the origins of this application: what `Host` says is the caller's word.
 */
export function requireSameOrigin(publicOrigin: string | undefined): RequestHandler {
  return (request, _response, next) => {
    const { origin, 'sec-fetch-site': site } = request.headers;
    const claims = [
      ...(typeof site === 'string' ? [site === 'same-origin'] : []),
      ...(origin === undefined ? [] : [origin === publicOrigin || loopbackOrigins(request).includes(origin)]),
    ];
    if (safeMethods.has(request.method) || (claims.length > 0 && claims.every(Boolean))) {
      next();
      return;
    }
    throw new HttpError(
      403,
      'This request did not come from a page of this application.',
      'Open the page and try again. Behind a proxy, LEGACY_PROXY_PUBLIC_URL must be the address in the browser.',
    );
  };
}

function loopbackOrigins({ socket }: Request): readonly string[] {
  return loopbackNames.map((name) => new URL(`http://${name}:${socket.localPort}`).origin);
}
