import { createHash } from 'node:crypto';

/** The code challenge of a verifier, method S256 (RFC 7636 §4.2). */
export function challengeOf(codeVerifier: string): string {
  return createHash('sha256').update(codeVerifier).digest('base64url');
}
