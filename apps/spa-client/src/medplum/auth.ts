import type { BrowserSettings } from '@auth-patterns/auth-config';
import type { FetchLike, MedplumClient } from '@medplum/core';
import { createKeptStorage, type KeptStorage } from '#kept-storage';
import type { SignInContext } from './client.ts';
import { followOtherTabs, takeSignOutNote, tellOtherTabs } from './other-tabs.ts';
import { createSession, type Session } from './session.ts';
import type { RedirectSignIn } from './sign-in.ts';
import { forgetStoredTokens, hasStoredTokens } from './stored-tokens.ts';

/** The SDK's client and the redirect. The first screen does not wait for them. */
export type Client = Readonly<{ medplum: MedplumClient; context: SignInContext; redirect: RedirectSignIn }>;

/** Everything a page of this app may do about signing in and out. */
export type Auth = Readonly<{
  settings: BrowserSettings;
  /** What the features read from the variables, each under the name of its folder. */
  featureSettings: Readonly<Record<string, unknown>>;
  session: Session;
  /** Loads the SDK and the redirect, once. */
  connect: () => Promise<Client>;
  localStorage: KeptStorage;
  /** What it holds is for this tab alone. */
  tabStorage: KeptStorage;
}>;

export type AuthDeps = Readonly<{
  settings: BrowserSettings;
  featureSettings?: Readonly<Record<string, unknown>>;
  /** Its storages are named when they are used: in some browsers that alone throws. */
  page: Pick<Window, 'localStorage' | 'sessionStorage' | 'addEventListener'>;
  origin: string;
  fetch: FetchLike;
  leaveFor: (url: string) => void;
  /** Why the session of an earlier page ends now instead of going on, if a feature says so. */
  endsBecause?: (auth: Auth) => string | undefined;
}>;

/** Composes what the first screen needs. Whoever only looks at it pays for no SDK. */
export function createAuth({ page, featureSettings = {}, endsBecause, ...deps }: AuthDeps): Auth {
  const { settings } = deps;
  const localStorage = createKeptStorage(() => page.localStorage);
  const tabStorage = createKeptStorage(() => page.sessionStorage);
  const isShared = settings.tokenStorage === 'local';
  const forget = (because: string): void => {
    if (isShared) {
      tellOtherTabs(localStorage, because);
      forgetStoredTokens(localStorage);
    }
  };
  const session = createSession({ because: takeSignOutNote(tabStorage) ?? 'not-yet', forget });
  let client: Promise<Client> | undefined;

  const load = async (): Promise<Client> => {
    const [{ createContext }, { createRedirectSignIn }] = await Promise.all([
      import('./client.ts'),
      import('./sign-in.ts'),
    ]);
    const context = createContext({ ...deps, localStorage, tabStorage });
    const { medplum } = context;
    followOtherTabs({ medplum, tabStorage, page });
    session.follow(medplum);
    return { medplum, context, redirect: createRedirectSignIn(context) };
  };
  const connect = (): Promise<Client> => {
    client ??= load().catch((error: unknown) => {
      // A chunk that did not arrive may arrive the next time.
      client = undefined;
      throw error;
    });
    return client;
  };

  const auth: Auth = { settings, featureSettings, session, connect, localStorage, tabStorage };
  if (isShared && hasStoredTokens(localStorage)) {
    session.restore(connect, endsBecause?.(auth));
  }
  return auth;
}
