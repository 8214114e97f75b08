import { randomUUID } from 'node:crypto';
import { medplumEndpoints } from '@auth-patterns/auth-config';
import { SignJWT } from 'jose';
import type { MakeCredential } from '#medplum/credential.ts';
import type { SigningKey } from './settings.ts';

/** Medplum and SMART App Launch allow five minutes; an assertion is used at once. */
const lifeSeconds = 60;

/**
 * Makes an assertion for each sign-in: nobody can use one again, and one that leaks is worthless a minute later. The key is
 * asked for each time, since it may have been replaced.
 */
export function keyCredential(currentKey: () => SigningKey): MakeCredential {
  return ({ clientId, baseUrl }, serverNow) => ({
    name: 'private_key_jwt',
    signIn: async (client) => {
      const { key, keyId, algorithm } = currentKey();
      const seconds = Math.floor((await serverNow()) / 1000);
      const assertion = await new SignJWT()
        .setProtectedHeader({ alg: algorithm, kid: keyId, typ: 'JWT' })
        .setIssuer(clientId)
        .setSubject(clientId)
        .setAudience(medplumEndpoints(baseUrl).token)
        .setJti(randomUUID())
        .setIssuedAt(seconds)
        .setExpirationTime(seconds + lifeSeconds)
        .sign(key);
      await client.startJwtAssertionLogin(assertion);
    },
  });
}
