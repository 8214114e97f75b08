import { createHmac, hash, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import type { Proof } from './settings.ts';

/** Result of checking a sender: a problem, or what to call once its message is stored. */
export type Checked = Readonly<{ problem: string } | { problem?: undefined; spend: () => void }>;
export type CheckSender = (headers: IncomingHttpHeaders, body: Buffer) => Checked;

/** How old a signature may be, and how far in the future, in seconds. */
const toleranceSeconds = 300;

/**
 * Makes the check of a webhook's sender. Credentials (RFC 7617, RFC 6750) are compared in constant time. A signature covers
 * the time and the body, `X-Signature: t=1760000000,v1=<hex of HMAC-SHA256 of "t.body">`. It is good for five minutes, and
 * for one message: once that is safe, the same request is refused.
 */
export function createCheckSender(proof: Proof, now: () => number): CheckSender {
  return proof.kind === 'Signature' ? checkSignature(proof.secret, now) : checkCredentials(proof);
}

function checkCredentials({ kind, credentials }: Exclude<Proof, { kind: 'Signature' }>): CheckSender {
  return ({ authorization = '' }) => {
    // The name of the scheme may be written in any case (RFC 9110 §11.1).
    const [scheme = '', given = ''] = authorization.split(/ +/);
    return scheme.toLowerCase() === kind.toLowerCase() && isEqual(given, credentials)
      ? { spend: () => undefined }
      : { problem: 'the credentials are wrong or missing' };
  };
}

function checkSignature(secret: string, now: () => number): CheckSender {
  const used = new Map<string, number>();
  return (headers, body) => {
    const nowSeconds = now() / 1000;
    const [, time = '', signature = ''] = /^t=(\d{1,12}),v1=([0-9a-f]{64})$/.exec(String(headers['x-signature'])) ?? [];
    const expected = createHmac('sha256', secret).update(`${time}.`).update(body).digest('hex');
    if (!isEqual(signature, expected)) {
      return { problem: 'the signature is wrong or missing' };
    }
    if (Math.abs(nowSeconds - Number(time)) > toleranceSeconds) {
      return { problem: 'the signature is too old, or of a clock that is wrong' };
    }
    used.forEach((until, known) => until < nowSeconds && used.delete(known));
    return used.has(signature)
      ? { problem: 'the signature was used before' }
      : { spend: () => void used.set(signature, Number(time) + toleranceSeconds) };
  };
}

/** Hashes make both of the same length, which the comparison needs. */
function isEqual(given: string, expected: string): boolean {
  return timingSafeEqual(hash('sha256', given, 'buffer'), hash('sha256', expected, 'buffer'));
}
