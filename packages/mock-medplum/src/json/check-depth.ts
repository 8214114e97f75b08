/** JSON from outside has more levels than anything here walks. An answer to it has the status 400. */
class JsonTooDeepError extends Error {
  override readonly name = 'JsonTooDeepError';
  readonly status = 400;

  constructor(maxDepth: number) {
    super(`JSON is nested too deep: send at most ${maxDepth} levels`);
  }
}

/** More levels than a FHIR resource has, and far fewer than exhaust the stack of a function that walks a value. */
export const maxDepth = 100;

/**
 * Returns a value that was JSON, when whatever walks it by calling itself comes to an end. It is measured level by level
 * and without recursion.
 *
 * @throws JsonTooDeepError when it has more than 100 levels.
 */
export function checkDepth<T>(value: T): T {
  let level: object[] = isObject(value) ? [value] : [];
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth >= maxDepth) {
      throw new JsonTooDeepError(maxDepth);
    }
    level = level.flatMap((outer) => Object.values(outer).filter(isObject));
  }
  return value;
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
