import { readFileSync } from 'node:fs';
import { ConfigError, parseSettings, type Environment } from '@auth-patterns/auth-config';
import { z } from 'zod';

const variable = 'DEVICE_AGENT_MAPPING_FILE';
const schema = z.object({ [variable]: z.string('must be a file').optional() });

const coding = z.strictObject({ system: z.string().min(1), code: z.string().min(1), display: z.string().optional() });
const toMap = <Value>(entries: Readonly<Record<string, Value>>): ReadonlyMap<string, Value> =>
  new Map(Object.entries(entries));
const mapping = z.strictObject({
  /** Tests: a code as the device sends it (OBX-3.1, or `code|system` with OBX-3.3) → a coding, such as LOINC's. */
  tests: z.record(z.string(), coding).default({}).transform(toMap),
  /** Units as the device writes them → UCUM. */
  units: z.record(z.string(), z.string().regex(/^\S+$/)).default({}).transform(toMap),
});

export type Mapping = z.output<typeof mapping>;

/** The path of the mapping file, when there is one. */
export function readMappingFile(env: Environment): string | undefined {
  return parseSettings(schema, env)[variable];
}

/** Reads and checks the mapping. @throws ConfigError that says where in the file the mistake is. */
export function readMapping(path: string): Mapping {
  const parsed = mapping.safeParse(parseJson(path));
  if (parsed.success) {
    return parsed.data;
  }
  const [issue] = parsed.error.issues;
  throw problem(`has a mistake at ${issue?.path.join('.') || 'its top'}: ${issue?.message}`);
}

function parseJson(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as unknown;
  } catch (error) {
    const code = error instanceof SyntaxError ? 'no JSON' : ((error as NodeJS.ErrnoException).code ?? 'unknown');
    throw problem(`names a file that cannot be read (${code})`);
  }
}

function problem(text: string): ConfigError {
  return new ConfigError([{ variable, problem: text }]);
}
