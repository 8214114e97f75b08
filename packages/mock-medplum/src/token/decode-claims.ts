import { decodeJwt } from 'jose';
import { checkDepth } from '#json/check-depth.ts';

/** Reads the claims of a token that may be anything; nothing is verified. Undefined when it is no JWT. */
export function decodeClaims(token: string): Readonly<Record<string, unknown>> | undefined {
  try {
    return checkDepth(decodeJwt(token));
  } catch {
    return undefined;
  }
}
