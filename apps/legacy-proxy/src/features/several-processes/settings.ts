import { parseSettings, type Environment } from '@auth-patterns/auth-config';
import { z } from 'zod';
import { readSecretFiles } from '#src/secret-files.ts';

const schema = z.object({
  REDIS_URL: z.url({ protocol: /^rediss?$/, error: 'must be a URL such as redis://127.0.0.1:6379' }).optional(),
});

/** Reads where the processes meet. The URL may hold a password. */
export function readRedisUrl(env: Environment): string | undefined {
  return parseSettings(schema, readSecretFiles(env, /^REDIS_/)).REDIS_URL;
}
