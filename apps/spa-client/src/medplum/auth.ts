import type { MedplumClient } from '@medplum/core';
import { createKeptStorage } from '#kept-storage';
import type { AppContext, SignInContext } from './client.ts';
import { createSession, type Session } from './session.ts';
import type { RedirectSignIn } from './sign-in.ts';
import { forgetStoredTokens, hasStoredTokens } from './stored-tokens.ts';

/** The SDK's client and the redirect. The first screen does not wait for them. */
export type Client = Readonly<{ medplum: MedplumClient; context: SignInContext; redirect: RedirectSignIn }>;

/** Everything a page of this app may do about signing in and out. */
export type Auth = AppContext &
  Readonly<{
    session: Session;
    /** Loads the SDK and the redirect, once. */
    connect: () => Promise<Client>;
  }>;

/** Where a feature takes part in a session. */
export type AuthHooks = Readonly<{
  /** Sees each answer of Medplum. */
  onAnswer?: (response: Response) => void;
  /** Why the session of an earlier page ends now instead of going on. */
  endsBecause?: (app: AppContext) => string | undefined;
  /** Runs once, when the page is opened. Answers with why the session of an earlier page had ended. */
  onOpen?: (app: AppContext) => string | undefined;
  beforeTokensGo?: (app: AppContext, because: string) => void;
}>;

export type AuthDeps = Omit<AppContext, 'localStorage' | 'tabStorage'> &
  Readonly<{
    hooks?: readonly AuthHooks[];
    /** Its storages are named when they are used: in some browsers that alone throws. */
    page: Pick<Window, 'localStorage' | 'sessionStorage' | 'addEventListener'>;
  }>;

/** Composes what the first screen needs. Whoever only looks at it pays for no SDK. */
export function createAuth({ page, hooks = [], ...deps }: AuthDeps): Auth {
  const app: AppContext = {
    ...deps,
    localStorage: createKeptStorage(() => page.localStorage),
    tabStorage: createKeptStorage(() => page.sessionStorage),
  };
  const isShared = app.settings.tokenStorage === 'local';
  const forget = (because: string): void => {
    if (isShared) {
      hooks.forEach(({ beforeTokensGo }) => beforeTokensGo?.(app, because));
      forgetStoredTokens(app.localStorage);
    }
  };
  const session = createSession(forget, hooks.map(({ onOpen }) => onOpen?.(app)).find(Boolean));
  let client: Promise<Client> | undefined;

  const load = async (): Promise<Client> => {
    const [{ createContext, followRenewals }, { createRedirectSignIn }] = await Promise.all([
      import('./client.ts'),
      import('./sign-in.ts'),
    ]);
    const context = createContext(app, (response) => hooks.forEach(({ onAnswer }) => onAnswer?.(response)));
    const { medplum } = context;
    followRenewals(medplum, page);
    session.follow(medplum);
    return { medplum, context, redirect: createRedirectSignIn(context) };
  };
  const connect = async (): Promise<Client> =>
    (client ??= load().catch((error: unknown) => {
      // A chunk that did not arrive may arrive the next time.
      client = undefined;
      throw error;
    }));

  if (isShared && hasStoredTokens(app.localStorage)) {
    session.restore(connect, hooks.map(({ endsBecause }) => endsBecause?.(app)).find(Boolean));
  }
  return { ...app, session, connect };
}
