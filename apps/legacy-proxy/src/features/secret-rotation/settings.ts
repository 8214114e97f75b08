import { ConfigError, parseSettings, requireTogether, type Environment } from '@auth-patterns/auth-config';
import { z } from 'zod';

const fileSchema = z.object({ LEGACY_PROXY_ROTATING_SECRET: z.string('must be a file').optional() });
const rotationSchema = z.object({
  LEGACY_PROXY_ROTATION_CLIENT_ID: z.string('must be text').optional(),
  LEGACY_PROXY_ROTATION_CLIENT_SECRET: z.string('must be text').optional(),
});

/** Reads which file holds the secret. */
export function readSecretFile(env: Environment): string | undefined {
  return parseSettings(fileSchema, env).LEGACY_PROXY_ROTATING_SECRET;
}

/** Reads the credentials of the administrator's client that rotates. Only the command has them, not the server. */
export function readRotation(env: Environment): Readonly<{ file: string; clientId: string; clientSecret: string }> {
  const file = readSecretFile(env);
  const [clientId, clientSecret] = requireTogether(parseSettings(rotationSchema, env), [
    'LEGACY_PROXY_ROTATION_CLIENT_ID',
    'LEGACY_PROXY_ROTATION_CLIENT_SECRET',
  ]);
  if (!file || !clientId || !clientSecret) {
    const variable = file ? 'LEGACY_PROXY_ROTATION_CLIENT_ID' : 'LEGACY_PROXY_ROTATING_SECRET';
    throw new ConfigError([{ variable, problem: 'is missing: the rotation needs it' }]);
  }
  return { file, clientId, clientSecret };
}
