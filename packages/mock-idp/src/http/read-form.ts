import type { Context } from './middleware.ts';
import { RequestError } from './request-error.ts';

const maxBytes = 8 * 1024;

/**
 * Reads the fields of a submitted form.
 *
 * @throws RequestError 415 when the body is no form, 413 when it is larger than 8 KiB.
 */
export async function readForm(ctx: Context): Promise<URLSearchParams> {
  if (!ctx.is('application/x-www-form-urlencoded')) {
    throw new RequestError(415, 'unsupported_media_type', 'Send a form: application/x-www-form-urlencoded.');
  }
  const chunks: Buffer[] = [];
  let received = 0;
  // The socket stays open so that the refusal can be sent.
  for await (const chunk of ctx.req.iterator({ destroyOnReturn: false })) {
    received += (chunk as Buffer).length;
    if (received > maxBytes) {
      throw new RequestError(413, 'request_too_large', 'The form is larger than 8 KiB.', { connection: 'close' });
    }
    chunks.push(chunk as Buffer);
  }
  return new URLSearchParams(Buffer.concat(chunks).toString('utf8'));
}
