type BackoffOptions = Readonly<{ baseMs?: number; capMs?: number; random: () => number }>;

/**
 * How long to wait before another attempt: any time up to a limit that doubles with every failure ("full jitter"), so
 * that a hundred agents that lost the server together do not come back together.
 */
export function backoffMs(failures: number, { baseMs = 1000, capMs = 300_000, random }: BackoffOptions): number {
  return Math.round(random() * Math.min(capMs, baseMs * 2 ** Math.min(failures, 30)));
}
