import type { IncomingMessage } from 'node:http';
import type { Middleware } from './middleware.ts';
import { RequestError } from './request-error.ts';

/** Further host names and origins that are answered. */
export type AudienceOptions = Readonly<{
  /** Further host names at which the provider is reached, without a port. */
  allowedHosts?: readonly string[] | undefined;
  /** Origins whose pages may call, beside those of this machine. */
  allowedOrigins?: readonly string[] | undefined;
}>;

/** Names of this machine in a URL. */
export const loopbackNames: readonly string[] = ['localhost', '127.0.0.1', '[::1]'];

/**
 * Refuses requests of foreign pages: a page of any site can reach this port. `Host` reveals a page that came by a name
 * of its own (DNS rebinding), `Origin` and `Sec-Fetch-Site` reveal all others, and no page can change them. A person
 * who is sent here to sign in passes, and so does a client that is no browser.
 *
 * @param issuer - The provider's own address.
 * @throws RequestError 403 `forbidden`.
 * @see https://www.w3.org/TR/fetch-metadata/
 */
export function refuseForeignRequest(
  issuer: string,
  { allowedHosts = [], allowedOrigins = [] }: AudienceOptions,
): Middleware {
  const hosts = new Set([...loopbackNames, new URL(issuer).hostname, ...allowedHosts]);
  const origins = new Set(allowedOrigins);
  return async ({ req }, next) => {
    if (!hosts.has(URL.parse(`http://${req.headers.host ?? ''}`)?.hostname ?? '')) {
      throw new RequestError(403, 'forbidden', 'This provider was not started for this host name: see allowedHosts.');
    }
    if (!isOwnPage(req) && !isAllowed(req, origins)) {
      throw new RequestError(403, 'forbidden', 'Pages of this site may send a person here and no more.');
    }
    await next();
  };
}

function isOwnPage({ headers: { host, origin, 'sec-fetch-site': site } }: IncomingMessage): boolean {
  return site === 'same-origin' || (origin !== undefined && URL.parse(origin)?.host === host);
}

function isAllowed(request: IncomingMessage, origins: ReadonlySet<string>): boolean {
  const { origin, 'sec-fetch-site': site } = request.headers;
  if (origin === undefined) {
    return site !== 'cross-site' || isFollowedLink(request);
  }
  const url = URL.parse(origin);
  const isLocal = url?.origin === origin && /^https?:$/.test(url.protocol) && loopbackNames.includes(url.hostname);
  return isLocal || origins.has(origin);
}

/** A page in a tab of its own: no frame, no form, nothing that is fetched beforehand, no link with a password. */
function isFollowedLink({ method, headers }: IncomingMessage): boolean {
  return (
    (method === 'GET' || method === 'HEAD') &&
    headers['sec-fetch-mode'] === 'navigate' &&
    headers['sec-fetch-dest'] === 'document' &&
    headers['sec-purpose'] === undefined &&
    headers.authorization === undefined
  );
}
