import type { Feature } from '#feature';
import { keyCredential } from './key-credential.ts';
import { readSigningKey } from './settings.ts';

/** Signs in with a key that never leaves this machine, in place of a secret (RFC 7523, SMART Backend Services). SIGHUP reads the key again. */
export const privateKeyJwt: Feature = {
  name: 'private-key-jwt',
  read: (env) => {
    const key = readSigningKey(env);
    if (!key) {
      return undefined;
    }
    let current = key;
    return {
      credential: keyCredential(() => current),
      // The next sign-in uses the new key. While Medplum has both public halves, none fails.
      reload: () => {
        current = readSigningKey(env) ?? current;
      },
    };
  },
};
