import type { Context } from './middleware.ts';
import { readBody } from './read-body.ts';
import { RequestError } from './request-error.ts';

/**
 * Reads the fields of a submitted form.
 *
 * @throws RequestError 415 when the body is no form, 413 when it is larger than 8 KiB.
 */
export async function readForm(ctx: Context): Promise<URLSearchParams> {
  if (!ctx.is('application/x-www-form-urlencoded')) {
    throw new RequestError(415, 'unsupported_media_type', 'Send a form: application/x-www-form-urlencoded.');
  }
  return new URLSearchParams(await readBody(ctx));
}
