import { loopbackNames } from './loopback.ts';

/** The headers of a request, in lower case, as Node has them. */
export type RequestHeaders = Readonly<Record<string, string | readonly string[] | undefined>>;

/** Whom a server answers. */
export type Audience = Readonly<{
  /** Host names at which the server is reached, without a port; the names of loopback always count. */
  hosts?: readonly string[] | undefined;
  /** Tells whether pages of another origin may call. Default: none may. */
  allowsOrigin?: ((origin: string) => boolean) | undefined;
}>;

/** Why a request is refused. */
export type ForeignRequestCode = 'foreign_host' | 'foreign_origin' | 'cross_site';

/** A request that a stranger's page sent; `message` says what is wrong and what to do. */
export type ForeignRequest = Readonly<{ code: ForeignRequestCode; message: string }>;

const messages: Readonly<Record<ForeignRequestCode, string>> = {
  foreign_host: 'This server does not answer under this host name. Open it at the address that it was started for.',
  foreign_origin: 'Pages of this origin may not call this server.',
  cross_site: 'Pages of another site may link to this server and no more.',
};

/**
 * Finds out whether a page that has no business here sent a request. A page can reach every port of its visitor's
 * machine; what tells it apart are headers that a browser sets and no page can change. A client that is no browser
 * sends none of them but `Host`.
 *
 * - `Host` names this server, or the page reached it under a name of its own (DNS rebinding).
 * - `Origin`, if there is one, is this server's or an allowed one.
 * - `Sec-Fetch-Site` says cross-site for nothing but a person who follows a link; where no origin may call, same-site
 *   counts as cross-site.
 *
 * @returns undefined when the request may pass.
 * @see https://www.w3.org/TR/fetch-metadata/ and RFC 9110 §7.2.
 */
export function refuseForeignRequest(
  method: string,
  headers: RequestHeaders,
  audience: Audience = {},
): ForeignRequest | undefined {
  const code = codeOf(method, headers, audience);
  return code && { code, message: messages[code] };
}

function codeOf(
  method: string,
  headers: RequestHeaders,
  { hosts = [], allowsOrigin }: Audience,
): ForeignRequestCode | undefined {
  const { host, origin, 'sec-fetch-site': site } = headers;
  const name = typeof host === 'string' ? URL.parse(`http://${host}`)?.hostname : undefined;
  if (name === undefined || !(loopbackNames.includes(name) || hosts.includes(name))) {
    return 'foreign_host';
  }
  if (site === 'same-origin' || isOwnOrigin(origin, host)) {
    return undefined;
  }
  if (origin !== undefined) {
    return typeof origin === 'string' && allowsOrigin?.(origin) ? undefined : 'foreign_origin';
  }
  // Browsers take all ports of a machine for one site, and cookies travel between them.
  const isForeign = site === 'cross-site' || (site === 'same-site' && !allowsOrigin);
  return isForeign && !isFollowedLink(method, headers) ? 'cross_site' : undefined;
}

/** Browsers that send no `Sec-Fetch-Site` still send the origin of whatever is no plain GET. */
function isOwnOrigin(origin: RequestHeaders[string], host: RequestHeaders[string]): boolean {
  return typeof origin === 'string' && URL.parse(origin)?.host === host;
}

/**
 * A page that the browser shows in a tab of its own. Frames, forms that send something, pages that are fetched
 * beforehand and links with a user name and password in them are none.
 */
function isFollowedLink(method: string, headers: RequestHeaders): boolean {
  return (
    (method === 'GET' || method === 'HEAD') &&
    headers['sec-fetch-mode'] === 'navigate' &&
    headers['sec-fetch-dest'] === 'document' &&
    headers['sec-purpose'] === undefined &&
    headers['authorization'] === undefined
  );
}
