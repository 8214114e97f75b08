import { createStore } from 'zustand/vanilla';
import { lastUse, lastUseKey } from './last-use.ts';

export type IdleState =
  | Readonly<{ status: 'in-use' }>
  | Readonly<{ status: 'ending'; secondsLeft: number }>
  | Readonly<{ status: 'over' }>;

/** Notices when nobody uses the app any more, in any of its tabs. A store that React can subscribe to. */
export type IdleTimeout = Readonly<{
  state: () => IdleState;
  subscribe: (listener: () => void) => () => void;
  /** The user says that they are still here. */
  stay: () => void;
  /** Begins to watch, until the returned function is called. */
  watch: () => () => void;
}>;

type IdleTimeoutDeps = Readonly<{ minutes: number; localStorage: Storage; isFreshSignIn: boolean }>;

/** Moving the pointer across the page writes to storage no more often than this. */
const throttleMs = 1000;
const longestWarningMs = 60_000;
const uses = ['pointerdown', 'pointermove', 'keydown', 'wheel', 'scroll'] as const;
const inUse: IdleState = { status: 'in-use' };

/**
 * The clock decides, and timers only make this code look at it: on a sleeping computer, or in a tab in the background, they
 * are late. While the warning is shown, a movement of the mouse does not count as use, but `stay` does.
 */
export function createIdleTimeout({ minutes, localStorage, isFreshSignIn }: IdleTimeoutDeps): IdleTimeout {
  const limitMs = minutes * 60_000;
  const warningMs = Math.min(longestWarningMs, limitMs / 2);
  const store = createStore<IdleState>(() => inUse);
  let timer: ReturnType<typeof setTimeout> | undefined;
  let notedAt = 0;

  const look = (): IdleState => {
    const leftMs = (lastUse(localStorage) ?? Date.now()) + limitMs - Date.now();
    clearTimeout(timer);
    if (leftMs > warningMs) {
      timer = setTimeout(look, leftMs - warningMs);
      store.setState(inUse, true);
    } else if (leftMs > 0) {
      timer = setTimeout(look, leftMs % 1000 || 1000);
      store.setState({ status: 'ending', secondsLeft: Math.ceil(leftMs / 1000) }, true);
    } else {
      store.setState({ status: 'over' }, true);
    }
    return store.getState();
  };
  const stay = (): void => {
    notedAt = Date.now();
    localStorage.setItem(lastUseKey, String(notedAt));
    look();
  };
  const use = (): void => {
    if (Date.now() - notedAt >= throttleMs && look().status === 'in-use') {
      stay();
    }
  };
  const watch = (): (() => void) => {
    const stopListening = listen(use, look);
    // After a sign-in, a time of last use that is still stored belongs to the user before.
    (isFreshSignIn || lastUse(localStorage) === undefined ? stay : look)();
    return () => {
      stopListening();
      clearTimeout(timer);
    };
  };
  return { state: store.getState, subscribe: store.subscribe, stay, watch };
}

function listen(use: () => void, look: () => void): () => void {
  const stop = new AbortController();
  const { signal } = stop;
  uses.forEach((type) => window.addEventListener(type, use, { signal, passive: true, capture: true }));
  document.addEventListener('visibilitychange', use, { signal });
  window.addEventListener('storage', ({ key }) => void (key === lastUseKey && look()), { signal });
  return () => stop.abort();
}
