import type { Feature } from '#feature';
import { keyCredential } from './key-credential.ts';
import { readSigningKey } from './settings.ts';

/** Signs in with a key that never leaves this machine, in place of a secret (RFC 7523, SMART Backend Services). */
export const privateKeyJwt: Feature = {
  name: 'private-key-jwt',
  read: (env) => {
    const key = readSigningKey(env);
    return key && { credential: keyCredential(key) };
  },
};
