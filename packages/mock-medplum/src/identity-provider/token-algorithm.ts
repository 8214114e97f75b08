import { decodeProtectedHeader } from 'jose';

/** Tells whether nobody vouches for a JWT: it has no signature, or says that it needs none (RFC 8725 §3.2). */
export function isUnsigned(token: string): boolean {
  return token.split('.')[2] === '' || algorithmOf(token).toLowerCase() === 'none';
}

/** Tells whether a JWT is signed with a secret that both sides know, instead of with a key. */
export function isSignedWithSecret(token: string): boolean {
  return algorithmOf(token).startsWith('HS');
}

function algorithmOf(token: string): string {
  try {
    return decodeProtectedHeader(token).alg ?? '';
  } catch {
    return '';
  }
}
