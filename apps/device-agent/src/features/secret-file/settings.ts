import { readFileSync } from 'node:fs';
import { ConfigError, parseSettings, type Environment } from '@auth-patterns/auth-config';
import { z } from 'zod';

const variable = 'MEDPLUM_CLIENT_SECRET_FILE';
const schema = z.object({
  [variable]: z.string('must be a file').optional(),
  MEDPLUM_CLIENT_SECRET: z.string('must be text').optional(),
});

/** The path of the file with the client's secret, when there is one. @throws ConfigError when the secret is given twice. */
export function readSecretFile(env: Environment): string | undefined {
  const { [variable]: file, MEDPLUM_CLIENT_SECRET: secret } = parseSettings(schema, env);
  if (file !== undefined && secret !== undefined) {
    throw problem('is set, and so is MEDPLUM_CLIENT_SECRET: remove one of them');
  }
  return file;
}

/** Reads the secret; a line break at its end does not count. @throws ConfigError */
export function readSecret(file: string): string {
  const secret = read(file).trim();
  if (secret === '') {
    throw problem('names an empty file');
  }
  return secret;
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw problem(`names a file that cannot be read (${(error as NodeJS.ErrnoException).code})`);
  }
}

function problem(text: string): ConfigError {
  return new ConfigError([{ variable, problem: text }]);
}
