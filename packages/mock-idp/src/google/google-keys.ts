import { randomUUID } from 'node:crypto';
import { exportJWK, generateKeyPair, type CryptoKey, type JWK } from 'jose';

/** The key that signs credentials, and its public half, which `/google/oauth2/v3/certs` publishes. */
export type GoogleKeys = Readonly<{
  keyId: string;
  privateKey: CryptoKey;
  certs: Readonly<{ keys: readonly JWK[] }>;
}>;

/** Makes an RS256 key. It differs from the OpenID provider's, because Google is another company. */
export async function generateGoogleKeys(): Promise<GoogleKeys> {
  const { privateKey, publicKey } = await generateKeyPair('RS256');
  const keyId = randomUUID();
  const jwk = await exportJWK(publicKey);
  return { keyId, privateKey, certs: { keys: [{ ...jwk, kid: keyId, use: 'sig', alg: 'RS256' }] } };
}
