import { ConfigError, credential, parseSettings, requireTogether, type Environment } from '@auth-patterns/auth-config';
import { z } from 'zod';

const file = 'LEGACY_PROXY_ROTATING_SECRET';
const fileSchema = z.object({ [file]: credential.optional() });
const rotationSchema = fileSchema.extend({
  LEGACY_PROXY_ROTATION_CLIENT_ID: credential.optional(),
  LEGACY_PROXY_ROTATION_CLIENT_SECRET: credential.optional(),
});
const names = [file, 'LEGACY_PROXY_ROTATION_CLIENT_ID', 'LEGACY_PROXY_ROTATION_CLIENT_SECRET'] as const;

/** Reads which file holds the secret. */
export function readSecretFile(env: Environment): string | undefined {
  return parseSettings(fileSchema, env)[file];
}

/** Reads the credentials of the administrator's client that rotates. Only the command has them, not the server. */
export function readRotation(env: Environment): Readonly<{ file: string; clientId: string; clientSecret: string }> {
  const own = requireTogether(parseSettings(rotationSchema, env), names);
  if (!own) {
    throw new ConfigError([{ variable: file, problem: 'is missing: the rotation needs it' }]);
  }
  return {
    file: own[file],
    clientId: own.LEGACY_PROXY_ROTATION_CLIENT_ID,
    clientSecret: own.LEGACY_PROXY_ROTATION_CLIENT_SECRET,
  };
}
