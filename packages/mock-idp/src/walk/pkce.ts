import { createHash, randomBytes } from 'node:crypto';

/** A client's secret for one sign-in and what the provider may see of it before the code is redeemed. RFC 7636. */
export function createPkce(): Readonly<{ verifier: string; challenge: string }> {
  const verifier = randomBytes(32).toString('base64url');
  return { verifier, challenge: createHash('sha256').update(verifier).digest('base64url') };
}
