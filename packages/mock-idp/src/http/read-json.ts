import type { Context } from './middleware.ts';
import { readBody } from './read-body.ts';
import { RequestError } from './request-error.ts';

const maxDepth = 20;

/**
 * Reads a JSON body.
 *
 * @throws RequestError 415 when the body is of another type, 413 when it is larger than 8 KiB, 400 when it does not
 * parse or is nested deeper than 20 levels.
 */
export async function readJson(ctx: Context): Promise<unknown> {
  if (!ctx.is('application/json')) {
    throw new RequestError(415, 'unsupported_media_type', 'Send JSON: application/json.');
  }
  const text = await readBody(ctx);
  try {
    const value: unknown = JSON.parse(text);
    return checkDepth(value);
  } catch {
    throw new RequestError(400, 'invalid_request', `The body is no JSON, or has more than ${maxDepth} levels.`);
  }
}

/** Limits the depth without recursion, so that recursive code can walk the value later. */
function checkDepth(value: unknown): unknown {
  let level: unknown[] = [value];
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > maxDepth) {
      throw new RangeError('Too deep.');
    }
    level = level.flatMap((outer) => (typeof outer === 'object' && outer !== null ? Object.values(outer) : []));
  }
  return value;
}
