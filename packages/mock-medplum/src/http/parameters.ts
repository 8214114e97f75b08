/** Form or query parameters by name. */
export type Parameters = Readonly<Record<string, string | undefined>>;

/**
 * Reads a parsed query or form. A parameter that is there twice, which RFC 6749 §3.1 forbids, becomes its values joined
 * by a comma: a value that fits nothing, so it is refused like any other wrong value.
 */
export function readParameters(source: unknown): Parameters {
  const entries = Object.entries((source ?? {}) as Record<string, unknown>);
  return Object.fromEntries(entries.map(([name, value]) => [name, textOf(value)]));
}

/** A JSON body may hold anything, also objects that refuse to become a string. */
function textOf(value: unknown): string {
  if (Array.isArray(value)) {
    return value.map(textOf).join(',');
  }
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** Leaves only the parameters with these names. */
export function pickParameters(parameters: Parameters, names: readonly string[]): Parameters {
  return Object.fromEntries(
    names.filter((name) => Object.hasOwn(parameters, name)).map((name) => [name, parameters[name]]),
  );
}
