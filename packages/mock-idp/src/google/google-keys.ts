import { randomUUID } from 'node:crypto';
import { exportJWK, generateKeyPair, type CryptoKey, type JWK } from 'jose';

/** The one key that signs credentials, and what `/google/oauth2/v3/certs` tells of it. */
export type GoogleKeys = Readonly<{
  keyId: string;
  privateKey: CryptoKey;
  certs: Readonly<{ keys: readonly JWK[] }>;
}>;

/** Makes an RS256 key. It is another than the OpenID provider's, as Google is another company. */
export async function generateGoogleKeys(): Promise<GoogleKeys> {
  const { privateKey, publicKey } = await generateKeyPair('RS256');
  const keyId = randomUUID();
  const jwk = await exportJWK(publicKey);
  return { keyId, privateKey, certs: { keys: [{ ...jwk, kid: keyId, use: 'sig', alg: 'RS256' }] } };
}
