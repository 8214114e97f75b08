/** A connection as far as its place is concerned. */
export type Guest = Readonly<{
  /** Whether it has sent a whole message. */
  isProven: () => boolean;
  since: () => number;
  yieldPlace: () => void;
}>;

export type Places = Readonly<{ take: (guest: Guest) => void; leave: (guest: Guest) => void }>;

/**
 * A limited number of places. When all are taken, a newcomer gets the place of the connection that has been idle the
 * longest, and connections that never sent a message go first: whoever fills the places must not keep the analyzer out.
 */
export function createPlaces(limit: number): Places {
  const guests = new Set<Guest>();

  function take(guest: Guest): void {
    if (guests.size >= limit) {
      const [longestIdle] = [...guests].sort(
        (one, other) => Number(one.isProven()) - Number(other.isProven()) || one.since() - other.since(),
      );
      if (longestIdle) {
        guests.delete(longestIdle);
        longestIdle.yieldPlace();
      }
    }
    guests.add(guest);
  }

  return { take, leave: (guest) => void guests.delete(guest) };
}
