import { checkDepth } from './check-depth.ts';

/**
 * Parses JSON that comes from outside.
 *
 * @throws SyntaxError when it is none, JsonTooDeepError when it has more than 100 levels.
 */
export function parseJson(text: string): unknown {
  return checkDepth(JSON.parse(text) as unknown);
}
