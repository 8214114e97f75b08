import { z } from 'zod';
import { isSecureUrl } from './secure-url.ts';

/** A whole number of seconds, zero or more. */
export const seconds = z.coerce
  .number('must be a whole number of seconds')
  .int('must be a whole number of seconds')
  .nonnegative('must be zero or more');

/** A whole number of minutes, zero or more. */
export const minutes = z.coerce
  .number('must be a whole number of minutes')
  .int('must be a whole number of minutes')
  .nonnegative('must be zero or more');

/** A TCP port; 0 asks the system for a free one. */
export const port = z.coerce
  .number('must be a port number')
  .int('must be a port number')
  .min(0, 'must be a port number')
  .max(65_535, 'must be a port number');

/** Entries with commas or blanks between them. */
export const list = z
  .string('must be a list')
  .transform((text) => text.split(/[\s,]+/).filter((entry) => entry !== ''));

/** An id or a secret: whatever Medplum handed out. */
export const credential = z.string('must be text').min(1, 'must not be empty');

/** An address that credentials may be sent to: https, or http on this machine. */
export const secureUrl = z
  .url({ protocol: /^https?$/, error: 'must be an http or https URL, such as http://localhost:8103/', abort: true })
  .refine(isSecureUrl, 'must use https: plain http is for this machine only');

/**
 * The base URL of a Medplum server, with the trailing slash that the SDK and the token issuer use.
 * Plain http is accepted on this machine only: elsewhere it would send tokens in clear text.
 *
 * @see RFC 6749 §1.6 and RFC 9700 §2.6: tokens travel over TLS.
 */
export const medplumBaseUrl = secureUrl
  .refine((value) => new URL(value).search === '' && new URL(value).hash === '', 'must have no query and no fragment')
  .transform((value) => (value.endsWith('/') ? value : `${value}/`));
