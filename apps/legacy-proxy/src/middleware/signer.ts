import { createHmac } from 'node:crypto';

/** Signs a value for one purpose, so that a signature made for another purpose is worth nothing. */
export type Signer = (purpose: string, value: string) => string;

/** Makes a signer of the session secret: HMAC-SHA-256, as 43 characters of base64url. */
export function createSigner(secret: string): Signer {
  return (purpose, value) => createHmac('sha256', secret).update(`${purpose}\0${value}`).digest('base64url');
}
