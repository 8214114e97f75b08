import type { Signer } from './signer.ts';

/**
 * Where the attempts of somebody are counted: one of 65,536 places. However many user names and addresses are made
 * up, the counters take no more memory than that. The place is signed, so nobody can aim at somebody else's.
 */
export function countingPlace(sign: Signer, parts: readonly string[]): string {
  return Buffer.from(sign('counting place', parts.join('\0')), 'base64url').toString('hex', 0, 2);
}
