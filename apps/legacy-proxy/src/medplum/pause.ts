import { rateLimitResetMs } from '@auth-patterns/auth-config';
import { MedplumError } from './error.ts';

export type Pause = Readonly<{
  /** Throws the error of the pause while one is on. */
  check: () => void;
  /** Begins one: as long as the error asks for, at least the given time. */
  begin: (error: unknown, leastMs: number) => void;
}>;

/** Leaves a server in peace for a while: up to a fifth longer than asked, so that not all are back in one second. */
export function createPause(now: () => number, random: () => number): Pause {
  let current: Readonly<{ error: unknown; untilMs: number }> | undefined;

  function check(): void {
    const nowMs = now();
    if (!current || nowMs >= current.untilMs) {
      return;
    }
    const { error, untilMs } = current;
    throw error instanceof MedplumError
      ? new MedplumError(error.code, error.message, { cause: error, retryAfterMs: untilMs - nowMs })
      : error;
  }

  function begin(error: unknown, leastMs: number): void {
    const askedMs = error instanceof MedplumError ? (error.retryAfterMs ?? 0) : 0;
    current = { error, untilMs: now() + Math.max(leastMs, askedMs) * (1 + random() / 5) };
  }

  return { check, begin };
}

/** The error for a 429. Medplum sends `RateLimit`, a proxy before it may send `Retry-After`, in seconds. */
export function busyError(message: string, { headers }: Response): MedplumError {
  const seconds = /^\d{1,6}$/.exec(headers.get('Retry-After') ?? '')?.[0];
  const retryAfterMs = rateLimitResetMs(headers.get('RateLimit')) ?? (seconds ? Number(seconds) * 1000 : undefined);
  return new MedplumError('busy', message, { retryAfterMs });
}
