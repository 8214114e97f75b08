import { ConfigError, parseSettings, type Environment } from '@auth-patterns/auth-config';
import type { JWK } from 'jose';
import { z } from 'zod';

const variable = 'LEGACY_PROXY_PRIVATE_KEYS';
const schema = z.object({ [variable]: z.string('must be text').optional() });

const keySchema = z.object({
  kty: z.literal('EC'),
  crv: z.literal('P-384'),
  kid: z.string().min(1),
  x: z.string(),
  y: z.string(),
  d: z.string(),
});
const setSchema = z.object({ keys: z.array(keySchema).min(1) });

/** Reads the private keys: the first signs, and all are published, so that one can follow the other. */
export function readPrivateKeys(env: Environment): readonly JWK[] | undefined {
  const text = parseSettings(schema, env)[variable];
  return text === undefined ? undefined : parseKeys(text);
}

function parseKeys(text: string): readonly JWK[] {
  try {
    return setSchema.parse(JSON.parse(text)).keys;
  } catch {
    // The parser's own message would quote the key.
    const problem = 'must be a JWK Set of private keys for ES384, each with a kid: npm run make-key prints one';
    throw new ConfigError([{ variable, problem }]);
  }
}
