import type { Resource } from '@medplum/fhirtypes';

/** A change of a stored resource, or its end. */
export type ResourceChange = Readonly<{
  interaction: 'create' | 'update' | 'delete';
  /** The resource as it is now, or as it was before it was deleted. */
  resource: Resource;
  before?: Resource | undefined;
}>;

/** Announces changes once they are certain. */
export type ChangeFeed = Readonly<{
  announce: (change: ResourceChange) => void;
  /** Holds back what `work` announces until it ends, and drops it when `work` fails. May be nested. */
  atomically: <T>(work: () => Promise<T>) => Promise<T>;
}>;

/** Makes the feed of one request. */
export function createChangeFeed(tell: (change: ResourceChange) => void): ChangeFeed {
  let heldBack: ResourceChange[] | undefined;

  async function atomically<T>(work: () => Promise<T>): Promise<T> {
    const outer = heldBack;
    const inner: ResourceChange[] = [];
    heldBack = inner;
    try {
      const result = await work();
      heldBack = outer;
      inner.forEach(announce);
      return result;
    } finally {
      heldBack = outer;
    }
  }

  function announce(change: ResourceChange): void {
    if (heldBack) {
      heldBack.push(change);
    } else {
      tell(change);
    }
  }

  return { announce, atomically };
}
