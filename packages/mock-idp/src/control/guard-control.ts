import type { Context } from '#http/middleware.ts';
import { loopbackNames } from '#http/refuse-foreign-request.ts';
import { RequestError } from '#http/request-error.ts';

// A request that passed a proxy comes from this machine whoever sent it. `x-forwarded-host` is set by `pinOrigin`.
const proxyHeaders = ['forwarded', 'x-forwarded-for', 'via'];

/**
 * Lets only this machine use the control routes: the peer is on the loopback interface and behind no proxy, `Host` is a
 * loopback name (DNS rebinding), and no page of another site sent the request.
 *
 * @throws RequestError 403 `forbidden`.
 */
export function guardControl({ req }: Context): void {
  const { headers, socket } = req;
  const { host, origin } = headers;
  const isAllowed =
    isLoopback(socket.remoteAddress ?? '') &&
    proxyHeaders.every((name) => headers[name] === undefined) &&
    isLoopbackUrl(`http://${host ?? ''}`) &&
    (origin === undefined || isLoopbackUrl(origin)) &&
    headers['sec-fetch-site'] !== 'cross-site';
  if (!isAllowed) {
    throw new RequestError(403, 'forbidden', 'Control is for programs of this machine only, at localhost.');
  }
}

function isLoopback(address: string): boolean {
  return address === '::1' || /^(::ffff:)?127\./.test(address);
}

function isLoopbackUrl(url: string): boolean {
  return loopbackNames.includes(URL.parse(url)?.hostname ?? '');
}
