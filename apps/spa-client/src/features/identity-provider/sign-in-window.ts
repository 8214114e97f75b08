import type { Auth } from '#medplum/auth.ts';
import { randomHex } from '#support-reference';
import { windowKey } from './external-attempt.ts';

/** A window beside this page, where an identity provider asks who the user is. */
export type SignInWindow = Readonly<{
  /** Names the channel by which its answer comes back. */
  id: string;
  leaveFor: (url: string) => void;
  show: () => void;
  close: () => void;
  /** Also true when the provider's page has cut the tie (Cross-Origin-Opener-Policy): it may still bring an answer. */
  isClosed: () => boolean;
}>;

type OpenWindow = () => (Pick<Window, 'closed' | 'close' | 'focus'> & { location: Pick<Location, 'replace'> }) | null;

type SignInWindows = Readonly<{
  /** Opens one, or none if the browser blocks it. Browsers allow it in a click only, before anything is awaited. */
  open: () => SignInWindow | undefined;
  /** The one that this page opened last. */
  current: () => SignInWindow | undefined;
  /** In such a window, gives the callback's query to the page that opened it, and closes. */
  handOver: (search: string) => void;
}>;

const ofPages = new WeakMap<Auth, SignInWindows>();

/** Opens windows beside this page, and remembers the one that was opened last. */
export function signInWindows(auth: Auth): SignInWindows {
  const windows = ofPages.get(auth) ?? createSignInWindows(auth.tabStorage, openPopup);
  ofPages.set(auth, windows);
  return windows;
}

function openPopup(): ReturnType<OpenWindow> {
  return window.open('about:blank', '_blank', 'popup,width=520,height=720');
}

function createSignInWindows(tabStorage: Storage, openWindow: OpenWindow): SignInWindows {
  let current: SignInWindow | undefined;

  return {
    open: () => {
      current = openWith(tabStorage, openWindow);
      return current;
    },
    current: () => current,
    handOver: (search) => {
      const channel = new BroadcastChannel(channelName(tabStorage.getItem(windowKey) ?? ''));
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- A channel reaches its own origin only.
      channel.postMessage(search);
      channel.close();
      window.close();
    },
  };
}

/** Listens until told to stop, whether or not the window seems to be closed. */
export function receiveAnswer(id: string, onAnswer: (search: string) => void): () => void {
  const channel = new BroadcastChannel(channelName(id));
  channel.addEventListener('message', ({ data }: MessageEvent<unknown>) => onAnswer(String(data)));
  return () => channel.close();
}

/** A new window begins with a copy of this tab's storage. So it knows whose it is, even if it loses its `opener`. */
function openWith(tabStorage: Storage, openWindow: OpenWindow): SignInWindow | undefined {
  const id = randomHex(16);
  tabStorage.setItem(windowKey, id);
  const opened = openWindow();
  tabStorage.removeItem(windowKey);
  return opened
    ? {
        id,
        leaveFor: (url) => opened.location.replace(url),
        show: () => opened.focus(),
        close: () => opened.close(),
        isClosed: () => opened.closed,
      }
    : undefined;
}

/** One channel for each window: other tabs of this app may have a sign-in under way too. */
function channelName(id: string): string {
  return `spa-client:sign-in:${id}`;
}
