import { hash, timingSafeEqual } from 'node:crypto';

/** Compares two secrets in a time that tells nothing about where they differ, nor about their lengths. */
export function constantTimeEqual(a: string, b: string): boolean {
  return timingSafeEqual(hash('sha256', a, 'buffer'), hash('sha256', b, 'buffer'));
}
