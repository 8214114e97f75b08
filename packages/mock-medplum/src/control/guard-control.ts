import type { Request, RequestHandler } from 'express';
import { loopbackNames } from '#http/audience.ts';

/** Headers that a proxy adds. Behind a proxy, every caller seems to be this machine. */
const proxyHeaders = ['forwarded', 'x-forwarded-for', 'x-forwarded-host', 'via'];

/**
 * Lets only this machine use the control plane: the peer is on the loopback interface and behind no proxy; `Host` is a
 * loopback name, so that no page gets here by a DNS name of its own (DNS rebinding); and no page of another site sent it
 * (`Origin`, `Sec-Fetch-Site`).
 */
export const guardControl: RequestHandler = (request, response, next) => {
  const refusal = refusalOf(request);
  if (refusal === undefined) {
    next();
  } else {
    response.status(403).json({ error: refusal });
  }
};

function refusalOf(request: Request): string | undefined {
  if (!isLoopback(request.socket.remoteAddress ?? '')) {
    return 'Control is for this machine only.';
  }
  if (proxyHeaders.some((name) => request.get(name) !== undefined)) {
    return 'Control is not for what comes through a proxy.';
  }
  if (!isLoopbackUrl(`http://${request.headers.host ?? ''}`)) {
    return 'Control is served at localhost only.';
  }
  const { origin } = request.headers;
  if (origin !== undefined && !isLoopbackUrl(origin)) {
    return 'Control is not for pages of another site.';
  }
  return request.get('sec-fetch-site') === 'cross-site' ? 'Control is not for pages of another site.' : undefined;
}

function isLoopback(address: string): boolean {
  return address === '::1' || /^(::ffff:)?127\./.test(address);
}

function isLoopbackUrl(url: string): boolean {
  return URL.canParse(url) && loopbackNames.has(new URL(url).hostname);
}
