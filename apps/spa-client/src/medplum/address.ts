import { isSecureUrl } from '@auth-patterns/auth-config';
import { SignInError } from './error.ts';

/**
 * Keeps a deep link only if it stays inside this app. A link from outside may carry any `returnTo`:
 * `//evil.example`, `/\evil.example` and `javascript:` all leave.
 */
export function localPath(candidate: string | null | undefined, origin: string): string {
  if (!candidate?.startsWith('/') || !URL.canParse(candidate, origin)) {
    return '/';
  }
  const { origin: target, pathname, search, hash } = new URL(candidate, origin);
  // `/.//evil.example` has our origin, but its path, used again as a link, would leave.
  return target === origin && !pathname.startsWith('//') ? pathname + search + hash : '/';
}

/**
 * Reads an address that somebody else names: a server, a record, a provider's discovery document. One that begins with
 * `javascript:` would run in this page as soon as the page went there; over plain http anybody could answer.
 *
 * @throws SignInError for anything but https, or http on this machine.
 */
export function secureAddress(address: string): URL {
  if (!isSecureUrl(address)) {
    throw new SignInError('address_refused', `Not followed: ${address}`);
  }
  return new URL(address);
}
