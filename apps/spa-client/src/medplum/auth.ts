import type { BrowserSettings } from '@auth-patterns/auth-config';
import type { FetchLike } from '@medplum/core';
import type { Connection } from './connection.ts';
import { wasLeftIdle } from '#features/shared-workstation/last-use.ts';
import { createSession, type Session, type SignedOutBecause } from './session.ts';
import { pendingAttempt, type SignInAttempt, takeAttempt } from './attempt.ts';
import {
  createSignInWindows,
  type OpenWindow,
  type SignInWindows,
} from '#features/identity-provider/sign-in-window.ts';
import { takeSignOutNote, tellOtherTabs } from './sign-out-note.ts';
import { forgetStoredTokens, hasStoredTokens } from './stored-tokens.ts';

/** Everything a page of this app may do about signing in and out. */
export type Auth = Readonly<{
  settings: BrowserSettings;
  session: Session;
  /** Loads the SDK and the ways of signing in, once. */
  connect: () => Promise<Connection>;
  /** Windows beside this page, for identity providers. */
  windows: SignInWindows;
  /** What this tab began and has not come back. */
  pending: Readonly<{ attempt: () => SignInAttempt | undefined; forget: () => void }>;
}>;

export type AuthDeps = Readonly<{
  settings: BrowserSettings;
  localStorage: Storage;
  /** `sessionStorage`: what it holds is for this tab alone, so two tabs can sign in at the same time. */
  tabStorage: Storage;
  origin: string;
  fetch: FetchLike;
  leaveFor: (url: string) => void;
  /** Opens an empty window beside this page; null when the browser blocks it. */
  openWindow: OpenWindow;
}>;

/** Composes what the first screen needs. Whoever only looks at it pays for no SDK. */
export function createAuth(deps: AuthDeps): Auth {
  const { settings, localStorage, tabStorage } = deps;
  const isShared = settings.tokenStorage === 'local';
  const forget = (because: SignedOutBecause): void => {
    if (isShared) {
      tellOtherTabs(localStorage, because);
      forgetStoredTokens(localStorage);
    }
  };
  const session = createSession({ because: takeSignOutNote(tabStorage) ?? 'not-yet', forget });
  let connection: Promise<Connection> | undefined;

  const load = async (): Promise<Connection> => {
    const [{ createConnection }, { followOtherTabs }] = await Promise.all([
      import('./connection.ts'),
      import('./other-tabs.ts'),
    ]);
    const created = createConnection(deps);
    followOtherTabs({ medplum: created.medplum, tabStorage, page: window });
    session.follow(created.medplum);
    return created;
  };
  const connect = (): Promise<Connection> => {
    connection ??= load().catch((error: unknown) => {
      // A chunk that did not arrive may arrive the next time.
      connection = undefined;
      throw error;
    });
    return connection;
  };

  if (isShared && hasStoredTokens(localStorage)) {
    session.restore(connect, { leftIdle: wasLeftIdle(localStorage, settings.idleTimeoutMinutes) });
  }
  return {
    settings,
    session,
    connect,
    windows: createSignInWindows(tabStorage, deps.openWindow),
    pending: { attempt: () => pendingAttempt(tabStorage), forget: () => void takeAttempt(tabStorage) },
  };
}
