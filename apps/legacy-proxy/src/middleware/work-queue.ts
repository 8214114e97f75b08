import { HttpError } from './http-error.ts';

/** Does one piece of work when its turn comes. */
export type WorkQueue = <T>(work: () => Promise<T>) => Promise<T>;

/** Does costly work a few pieces at once, lets a few more wait, and refuses the rest with a 503. */
export function createWorkQueue({ atOnce, waiting }: Readonly<{ atOnce: number; waiting: number }>): WorkQueue {
  const turns: (() => void)[] = [];
  let running = 0;

  return async (work) => {
    if (running < atOnce) {
      running += 1;
    } else if (turns.length < waiting) {
      // Whoever finishes hands over the place, so `running` stays as it is.
      await new Promise<void>((resolve) => turns.push(resolve));
    } else {
      throw new HttpError(503, 'Too many people are signing in.', 'Wait a minute and try again.');
    }
    try {
      return await work();
    } finally {
      const next = turns.shift();
      if (next) {
        next();
      } else {
        running -= 1;
      }
    }
  };
}
