import { isSecureUrl } from '@auth-patterns/auth-config';
import { SignInError } from '#medplum/error.ts';
import type { PartErrorCode } from './failures.ts';

/**
 * Reads an address that somebody else names: a server, a record, a provider's discovery document. One that begins with
 * `javascript:` would run in this page as soon as the page went there; over plain http anybody could answer.
 *
 * @throws SignInError for anything but https, or http on this machine.
 */
export function secureAddress(address: string): URL {
  if (!isSecureUrl(address)) {
    throw new SignInError<PartErrorCode>('address_refused', `Not followed: ${address}`);
  }
  return new URL(address);
}
