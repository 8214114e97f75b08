import { isIP } from 'node:net';
import { z } from 'zod';

/** What Express takes for its setting `trust proxy`: nobody, a number of hops, or addresses. */
export type TrustedProxy = false | number | string[];

const namedRanges = new Set(['loopback', 'linklocal', 'uniquelocal']);

/**
 * Reads LEGACY_PROXY_TRUSTED_PROXY: whose `X-Forwarded-For` is believed. Nobody's when it is absent, since any program
 * of this machine can send that header.
 */
export const trustedProxy = z
  .string('must be text')
  .transform((value) => (/^\d+$/.test(value) ? Number(value) : value.split(',').map((part) => part.trim())))
  .refine(
    (value) => (typeof value === 'number' ? value > 0 && value < 10 : value.every(isAddressRange)),
    'must be a number of proxies from 1 to 9, or addresses and ranges with commas between them, such as 127.0.0.1,10.0.0.0/8',
  )
  .default([])
  .transform((value): TrustedProxy => (typeof value === 'object' && value.length === 0 ? false : value));

function isAddressRange(value: string): boolean {
  if (namedRanges.has(value)) {
    return true;
  }
  const [, address = '', , bits] = /^([^/]+)(\/(\d{1,3}))?$/.exec(value) ?? [];
  const family = isIP(address);
  // A range of no bits is everybody.
  return family !== 0 && (bits === undefined || (Number(bits) >= 1 && Number(bits) <= (family === 4 ? 32 : 128)));
}
