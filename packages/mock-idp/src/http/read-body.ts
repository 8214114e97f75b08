import type { Context } from './middleware.ts';
import { RequestError } from './request-error.ts';

const maxBytes = 8 * 1024;

/**
 * Reads a request's body as text.
 *
 * @throws RequestError 413 when it is larger than 8 KiB.
 */
export async function readBody(ctx: Context): Promise<string> {
  const chunks: Buffer[] = [];
  let received = 0;
  // The socket stays open so that the refusal can be sent.
  for await (const chunk of ctx.req.iterator({ destroyOnReturn: false })) {
    received += (chunk as Buffer).length;
    if (received > maxBytes) {
      throw new RequestError(413, 'request_too_large', 'The body is larger than 8 KiB.', { connection: 'close' });
    }
    chunks.push(chunk as Buffer);
  }
  return Buffer.concat(chunks).toString('utf8');
}
