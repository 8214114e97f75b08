import type { BrowserSettings } from '@auth-patterns/auth-config';
import type { ClientStorage, MedplumClient } from '@medplum/core';
import { type Credentials, type PasswordStep, signInWithPassword } from './password-sign-in.ts';
import { createRedirectSignIn, type RedirectSignIn } from './redirect-sign-in.ts';
import { createSession, type Session } from './session.ts';

/** Everything a page of this app may do about signing in and out. */
export type Auth = Readonly<{
  session: Session;
  redirect: RedirectSignIn;
  password: (credentials: Credentials) => Promise<PasswordStep>;
}>;

type AuthDeps = Readonly<{
  settings: BrowserSettings;
  medplum: MedplumClient;
  tokenStorage: ClientStorage;
  /** `sessionStorage`: what it holds is for this tab alone, so two tabs can sign in at the same time. */
  tabStorage: Storage;
  origin: string;
  leaveFor: (url: string) => void;
}>;

export function createAuth({ settings, medplum, tokenStorage, tabStorage, origin, leaveFor }: AuthDeps): Auth {
  const { clientId, scope } = settings;
  const redeemer = { medplum, tokenStorage, redirectUri: `${origin}/callback` };
  return {
    session: createSession(medplum),
    redirect: createRedirectSignIn({ ...redeemer, clientId, scope, tabStorage, leaveFor }),
    password: (credentials) => signInWithPassword({ ...redeemer, scope }, credentials),
  };
}
