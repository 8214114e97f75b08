import { OperationOutcomeError, tooManyRequests } from '@medplum/core';

/** A limited number of places to run in, and of runs that wait for one. */
export type Places = Readonly<{
  /**
   * Waits for a place and returns what gives it back.
   *
   * @throws OperationOutcomeError 429 when too many wait already.
   */
  take: () => Promise<() => void>;
}>;

/** Makes places, which are given in the order of the requests for them. */
export function createPlaces({ places, waiting }: Readonly<{ places: number; waiting: number }>): Places {
  let free = places;
  const queue: (() => void)[] = [];

  function give(): void {
    const next = queue.shift();
    if (next) {
      next();
    } else {
      free += 1;
    }
  }

  return {
    take: async () => {
      if (free > 0) {
        free -= 1;
      } else if (queue.length < waiting) {
        await new Promise<void>((resolve) => queue.push(resolve));
      } else {
        throw new OperationOutcomeError(tooManyRequests);
      }
      return once(give);
    },
  };
}

function once(give: () => void): () => void {
  let isGiven = false;
  return () => {
    if (!isGiven) {
      isGiven = true;
      give();
    }
  };
}
