import { createStore } from 'zustand/vanilla';

/** Begins every key of this app: others on this origin have theirs. */
export const storagePrefix = 'spa-client:';

/** A browser's storage that never throws. What the browser does not take lives in this page's memory. */
export type KeptStorage = Storage &
  Readonly<{
    /** False once the browser has refused: then a reload loses what is in here. */
    isKept: () => boolean;
    subscribe: (listener: () => void) => () => void;
  }>;

/**
 * Reading or writing throws where cookies are blocked, in some private windows, in a sandboxed frame, and when the
 * storage is full; even naming `window.localStorage` may.
 *
 * @param open - Names the storage; without it, all stays in memory.
 * @param prefix - `clear` removes the keys that begin with it, and leaves those of other apps on this origin alone.
 */
export function createKeptStorage(open?: () => Storage, prefix = storagePrefix): KeptStorage {
  const memory = new Map<string, string>();
  const kept = createStore(() => true);
  const attempt = <Result>(act: (storage: Storage) => Result): Result | undefined => {
    try {
      return open && act(open());
    } catch {
      kept.setState(false, true);
      return undefined;
    }
  };
  const keys = (): string[] => {
    const stored = attempt((storage) => Array.from({ length: storage.length }, (_, index) => storage.key(index) ?? ''));
    return [...new Set([...memory.keys(), ...(stored ?? [])])];
  };
  const removeItem = (key: string): void => {
    memory.delete(key);
    attempt((storage) => storage.removeItem(key));
  };
  const setItem = (key: string, value: string): void => {
    memory.set(key, value);
    attempt((storage) => {
      storage.setItem(key, value);
      memory.delete(key);
    });
    if (memory.has(key)) {
      // What is there from before is out of date.
      attempt((storage) => storage.removeItem(key));
    }
  };
  setItem(`${prefix}probe`, '');
  removeItem(`${prefix}probe`);
  return {
    isKept: kept.getState,
    subscribe: kept.subscribe,
    getItem: (key) => memory.get(key) ?? attempt((storage) => storage.getItem(key)) ?? null,
    setItem,
    removeItem,
    clear: () => keys().forEach((key) => key.startsWith(prefix) && removeItem(key)),
    key: (index) => keys()[index] ?? null,
    get length() {
      return keys().length;
    },
  };
}

/** Reads what was stored as JSON. A value that is damaged is dropped: whatever it was, it is of no use any more. */
export function readStored<Value extends object>(
  storage: Storage,
  key: string,
  isWhole: (value: Partial<Value>) => boolean,
): Value | undefined {
  const value = parseStored(storage.getItem(key), isWhole);
  if (!value) {
    storage.removeItem(key);
  }
  return value;
}

/** The same for a value that is at hand; undefined when it is damaged. */
export function parseStored<Value extends object>(
  stored: string | null,
  isWhole: (value: Partial<Value>) => boolean,
): Value | undefined {
  try {
    const value = JSON.parse(stored ?? 'null') as Value | null;
    return value && typeof value === 'object' && isWhole(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
