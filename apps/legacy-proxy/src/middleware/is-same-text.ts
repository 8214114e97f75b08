import { timingSafeEqual } from 'node:crypto';

/** Compares a secret with what somebody sent. How long it takes does not tell how much of it was right. */
export function isSameText(given: string, expected: string): boolean {
  const [one, other] = [Buffer.from(given), Buffer.from(expected)];
  return other.length > 0 && one.length === other.length && timingSafeEqual(one, other);
}
