/** Takes changes back when the work that they belong to fails. */
export type UndoLog = Readonly<{
  /** Tells how to take back a change that was just made. Outside `atomically` it is forgotten. */
  add: (undo: () => void) => void;
  /** Runs `work`; when it fails, takes back its changes, the last one first. May be nested. */
  atomically: <T>(work: () => Promise<T>) => Promise<T>;
}>;

/** Makes a log for one store. */
export function createUndoLog(): UndoLog {
  let current: (() => void)[] | undefined;

  async function atomically<T>(work: () => Promise<T>): Promise<T> {
    const outer = current;
    const inner: (() => void)[] = [];
    current = inner;
    try {
      const result = await work();
      outer?.push(...inner);
      return result;
    } catch (error) {
      for (const undo of inner.toReversed()) {
        undo();
      }
      throw error;
    } finally {
      current = outer;
    }
  }

  return { add: (undo) => current?.push(undo), atomically };
}
