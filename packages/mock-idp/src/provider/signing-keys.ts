import { generateKeyPair } from 'node:crypto';
import { promisify } from 'node:util';
import type { JWK } from 'oidc-provider';

const generate = promisify(generateKeyPair);

/** Private keys of one provider. They live as long as its process. */
export type SigningKeys = Readonly<{ keys: readonly JWK[] }>;

/** Makes a key for each algorithm that a client may ask for: RS256, which is the default, and ES256. */
export async function generateSigningKeys(): Promise<SigningKeys> {
  const [rsa, ec] = await Promise.all([
    generate('rsa', { modulusLength: 2048 }),
    generate('ec', { namedCurve: 'P-256' }),
  ]);
  return {
    keys: [
      { ...rsa.privateKey.export({ format: 'jwk' }), use: 'sig', alg: 'RS256' },
      { ...ec.privateKey.export({ format: 'jwk' }), use: 'sig', alg: 'ES256' },
    ],
  };
}
