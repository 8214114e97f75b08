import { vi } from 'vitest';
import type { Log } from '#log';

/** A log that writes nowhere and remembers what it was told. */
export function createFakeLog() {
  return { info: vi.fn<Log['info']>(), warn: vi.fn<Log['warn']>(), error: vi.fn<Log['error']>() };
}
