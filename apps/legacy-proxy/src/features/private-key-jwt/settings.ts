import { ConfigError, credential, parseSettings, type Environment } from '@auth-patterns/auth-config';
import { z } from 'zod';

const variable = 'LEGACY_PROXY_PRIVATE_KEYS';
const schema = z.object({ [variable]: credential.optional() });

const keySchema = z.object({
  kty: z.literal('EC'),
  crv: z.literal('P-384'),
  kid: z.string().min(1),
  x: z.string(),
  y: z.string(),
  d: z.string(),
});
const setSchema = z.object({ keys: z.tuple([keySchema], keySchema) });

/** A private key as a JWK, for ES384. */
export type PrivateKey = z.output<typeof keySchema>;
type PrivateKeys = z.output<typeof setSchema>['keys'];

/** Reads the private keys: the first signs, and all are published, so that one can follow the other. */
export function readPrivateKeys(env: Environment): PrivateKeys | undefined {
  const text = parseSettings(schema, env)[variable];
  return text === undefined ? undefined : parseKeys(text);
}

function parseKeys(text: string): PrivateKeys {
  try {
    return setSchema.parse(JSON.parse(text)).keys;
  } catch {
    // The parser's own message would quote the key.
    const problem = 'must be a JWK Set of private keys for ES384, each with a kid: npm run make-key prints one';
    throw new ConfigError([{ variable, problem }]);
  }
}
