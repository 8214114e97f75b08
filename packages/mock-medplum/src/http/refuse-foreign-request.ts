import type { IncomingMessage } from 'node:http';
import type { Audience } from './audience.ts';

/** Why a request is refused, as a sentence that says what to do. */
export type ForeignRequest = Readonly<{ code: 'foreign_host' | 'foreign_origin' | 'cross_site'; text: string }>;

/**
 * Finds out whether a page that has no business here sent a request. A page can reach every port of its visitor's
 * machine; what tells it apart are headers that a browser sets and no page can change. A client that is no browser
 * sends none of them but `Host`. A real Medplum leaves this to the network in front of it.
 *
 * @returns undefined when the request may pass.
 * @see https://www.w3.org/TR/fetch-metadata/ and RFC 9110 §7.2.
 */
export function refuseForeignRequest(request: IncomingMessage, audience: Audience): ForeignRequest | undefined {
  const { host, origin, 'sec-fetch-site': site } = request.headers;
  const name = host === undefined ? undefined : URL.parse(`http://${host}`)?.hostname;
  if (name === undefined || !audience.hosts.has(name)) {
    return { code: 'foreign_host', text: 'mock-medplum was not started for this host name: see allowedHosts.' };
  }
  if (site === 'same-origin' || (origin !== undefined && URL.parse(origin)?.host === host)) {
    return undefined;
  }
  if (origin !== undefined) {
    return audience.allowsOrigin(origin)
      ? undefined
      : { code: 'foreign_origin', text: 'mock-medplum does not answer pages of this origin: see allowedOrigins.' };
  }
  return site === 'cross-site' && !isFollowedLink(request)
    ? { code: 'cross_site', text: 'Pages of another site may link to mock-medplum and no more.' }
    : undefined;
}

/**
 * A page that the browser shows in a tab of its own, as at `/oauth2/authorize` or when an identity provider sends the
 * user back. Frames, forms that send something, pages that are fetched beforehand and links that carry a user name and
 * a password are none.
 */
function isFollowedLink({ method, headers }: IncomingMessage): boolean {
  return (
    (method === 'GET' || method === 'HEAD') &&
    headers['sec-fetch-mode'] === 'navigate' &&
    headers['sec-fetch-dest'] === 'document' &&
    headers['sec-purpose'] === undefined &&
    headers.authorization === undefined
  );
}
