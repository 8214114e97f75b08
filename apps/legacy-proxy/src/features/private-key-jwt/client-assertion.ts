import { randomUUID } from 'node:crypto';
import { importJWK, type JWK, SignJWT } from 'jose';
import type { PrivateKey } from './settings.ts';

const lifetimeSeconds = 60;

export type AssertionOptions = Readonly<{ key: PrivateKey; clientId: string; tokenUrl: string; now: () => number }>;

/**
 * Signs a client assertion that is good once, for a minute.
 *
 * @see RFC 7523 §3, and SMART App Launch 2.2, Backend Services. Medplum takes the exact token URL as audience.
 */
export async function signClientAssertion({ key, clientId, tokenUrl, now }: AssertionOptions): Promise<string> {
  const nowSeconds = Math.floor(now() / 1000);
  return new SignJWT()
    .setProtectedHeader({ alg: 'ES384', kid: key.kid, typ: 'JWT' })
    .setIssuer(clientId)
    .setSubject(clientId)
    .setAudience(tokenUrl)
    .setJti(randomUUID())
    .setIssuedAt(nowSeconds)
    .setExpirationTime(nowSeconds + lifetimeSeconds)
    .sign(await importJWK(key, 'ES384'));
}

/** The public half of a key, as Medplum fetches it. */
export function publicKey({ kty, crv, x, y, kid }: PrivateKey): JWK {
  return { kty, crv, x, y, kid, use: 'sig', alg: 'ES384' };
}
