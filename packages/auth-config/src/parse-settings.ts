import type { z } from 'zod';
import { ConfigError, type ConfigProblem } from './config-error.ts';
import { findMisspelling } from './misspelling.ts';

const browserPrefixes = ['PUBLIC_', 'VITE_', 'NEXT_PUBLIC_'];
const secretWords = /SECRET|PASSWORD|PRIVATE_?KEY|API_?KEY/i;

/** Variables by name, as in `process.env` or `import.meta.env`. */
export type Environment = Readonly<Record<string, unknown>>;

/**
 * Checks an environment against a schema whose keys are variable names.
 *
 * An empty variable counts as missing, as it does in a shell. Each check of the schema carries its own message,
 * written to follow the variable's name: "must be a port number".
 *
 * @throws ConfigError that names every variable at fault, and the likely misspelling of a missing one.
 */
export function parseSettings<Shape extends z.ZodRawShape>(
  schema: z.ZodObject<Shape>,
  env: Environment,
): z.output<z.ZodObject<Shape>> {
  assertNoBrowserSecret(env);
  const present = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== '' && value !== undefined));
  const parsed = schema.safeParse(present);
  if (parsed.success) {
    return parsed.data;
  }
  throw new ConfigError(
    parsed.error.issues.map(({ path, message }) => describe(String(path[0] ?? 'settings'), message, present)),
  );
}

function describe(variable: string, message: string, present: Environment): ConfigProblem {
  if (variable in present) {
    return { variable, problem: message };
  }
  const misspelling = findMisspelling(variable, Object.keys(present));
  return {
    variable,
    problem: misspelling ? `is missing: rename ${misspelling} to it` : 'is missing: .env.example shows an example',
  };
}

/**
 * Refuses a secret under a prefix that bundlers copy into browser code, where anyone can read it.
 *
 * @throws ConfigError that names the variables.
 * @see RFC 6749 §2.1: a client that runs in a browser is public and cannot keep credentials.
 */
function assertNoBrowserSecret(env: Environment): void {
  const exposed = Object.keys(env).filter(
    (name) => env[name] && secretWords.test(name) && browserPrefixes.some((prefix) => name.startsWith(prefix)),
  );
  if (exposed.length > 0) {
    throw new ConfigError(
      exposed.map((variable) => ({ variable, problem: 'would put a secret into the browser bundle: remove it' })),
    );
  }
}
