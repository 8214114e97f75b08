/** A value that React can subscribe to with `useSyncExternalStore`. */
export type Store<Value> = Readonly<{
  get: () => Value;
  subscribe: (listener: () => void) => () => void;
  set: (next: Value) => void;
}>;

export function createStore<Value>(initial: Value): Store<Value> {
  const listeners = new Set<() => void>();
  let value = initial;
  return {
    get: () => value,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    set: (next) => {
      value = next;
      listeners.forEach((listener) => listener());
    },
  };
}
