import { createHmac, hash, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import type { WebhookSettings } from './settings.ts';

/** Why a request is refused; `undefined` when its sender has shown that it is the one. */
export type CheckSender = (headers: IncomingHttpHeaders, body: Buffer) => string | undefined;

/** How old a signature may be, and how far in the future, in seconds. */
const toleranceSeconds = 300;

/**
 * Makes the check of a webhook's sender. Basic is compared in constant time. A signature covers the time and the body,
 * `X-Signature: t=1760000000,v1=<hex of HMAC-SHA256 of "t.body">`, and is good once and for five minutes.
 */
export function createCheckSender(proof: WebhookSettings['proof'], now: () => number): CheckSender {
  if (proof.kind === 'basic') {
    const expected = `Basic ${Buffer.from(`${proof.user}:${proof.password}`).toString('base64')}`;
    return ({ authorization = '' }) =>
      isEqual(authorization, expected) ? undefined : 'the credentials are wrong or missing';
  }
  const used = new Map<string, number>();
  return (headers, body) => {
    const nowSeconds = now() / 1000;
    const [, time = '', signature = ''] = /^t=(\d{1,12}),v1=([0-9a-f]{64})$/.exec(String(headers['x-signature'])) ?? [];
    const expected = createHmac('sha256', proof.secret).update(`${time}.`).update(body).digest('hex');
    if (!isEqual(signature, expected)) {
      return 'the signature is wrong or missing';
    }
    if (Math.abs(nowSeconds - Number(time)) > toleranceSeconds) {
      return 'the signature is too old, or of a clock that is wrong';
    }
    used.forEach((until, known) => until < nowSeconds && used.delete(known));
    if (used.has(signature)) {
      return 'the signature was used before';
    }
    used.set(signature, Number(time) + toleranceSeconds);
    return undefined;
  };
}

/** Hashes make both of the same length, which the comparison needs. */
function isEqual(given: string, expected: string): boolean {
  return timingSafeEqual(hash('sha256', given, 'buffer'), hash('sha256', expected, 'buffer'));
}
