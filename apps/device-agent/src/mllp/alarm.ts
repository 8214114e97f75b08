/** A timer that is set anew for another moment. */
export type Alarm = Readonly<{ set: (atMs: number, ring: () => void) => void; clear: () => void }>;

export function createAlarm(now: () => number): Alarm {
  let timer: NodeJS.Timeout | undefined;
  return {
    set: (atMs, ring) => {
      clearTimeout(timer);
      timer = setTimeout(ring, Math.max(0, atMs - now()));
    },
    clear: () => clearTimeout(timer),
  };
}
