/** How many messages waited at a time, in milliseconds since the epoch. */
export type DepthSample = Readonly<{ at: number; waiting: number }>;

export type DepthWatch = Readonly<{
  /** The last hour, oldest first, and this moment. */
  samples: () => readonly DepthSample[];
  stop: () => void;
}>;

type WatchOptions = Readonly<{
  waiting: () => number;
  now: () => number;
  /** Time between two looks, in milliseconds. Default is 10 seconds. */
  everyMs?: number;
}>;

/** What the picture on the status page covers, in milliseconds. */
export const watchedMs = 3_600_000;

/** Looks at the queue again and again, and remembers an hour of it. Only this process knows it: a restart begins anew. */
export function watchDepth({ waiting, now, everyMs = 10_000 }: WatchOptions): DepthWatch {
  let samples: readonly DepthSample[] = [];
  const look = (): DepthSample => ({ at: now(), waiting: waiting() });
  const remember = (): void => {
    try {
      const sample = look();
      samples = [...samples.filter(({ at }) => at > sample.at - watchedMs && at < sample.at), sample];
    } catch {
      // The disk may fail for a while. The picture then has a gap, and the agent lives on.
    }
  };
  remember();
  const timer = setInterval(remember, everyMs).unref();
  return { samples: () => [...samples, look()], stop: () => clearInterval(timer) };
}
