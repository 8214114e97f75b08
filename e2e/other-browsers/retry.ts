import { setTimeout as delay } from 'node:timers/promises';

/** Tries again until it works, for a minute at most. */
export async function retry<Result>(attempt: () => Promise<Result>): Promise<Result> {
  const endsAt = Date.now() + 60_000;
  for (;;) {
    try {
      return await attempt();
    } catch (error) {
      if (Date.now() > endsAt) {
        throw error;
      }
      await delay(250);
    }
  }
}
