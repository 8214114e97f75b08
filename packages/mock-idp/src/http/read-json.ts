import type { Context } from './middleware.ts';
import { readBody } from './read-body.ts';
import { RequestError } from './request-error.ts';

/**
 * Reads a JSON body.
 *
 * @throws RequestError 415 when the body is of another type, 413 when it is larger than 8 KiB, 400 when it does not parse.
 */
export async function readJson(ctx: Context): Promise<unknown> {
  if (!ctx.is('application/json')) {
    throw new RequestError(415, 'unsupported_media_type', 'Send JSON: application/json.');
  }
  const text = await readBody(ctx);
  try {
    return JSON.parse(text);
  } catch {
    throw new RequestError(400, 'invalid_request', 'The body is no JSON.');
  }
}
