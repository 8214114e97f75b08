import type { MedplumClient } from '@medplum/core';
import type { AuthDeps } from './auth.ts';
import { medplumAuthorizationServer } from './authorization-server.ts';
import { createMedplum } from './create-medplum.ts';
import type { LoginStep } from '#login/login-step.ts';
import { createMedplumFetch } from './fetch.ts';
import { type Credentials, signInWithPassword } from '#features/password/password-sign-in.ts';
import { createRedirectSignIn, type RedirectSignIn } from './sign-in.ts';
import type { SignInContext } from './sign-in-context.ts';
import { createTokenStorage } from './token-storage.ts';

/** The SDK's client and the ways of signing in on the first screen, in one chunk that this screen does not wait for. */
export type Connection = Readonly<{
  medplum: MedplumClient;
  /** For the ways that a page of their own loads: identity provider, registration, SMART launch and the like. */
  context: SignInContext;
  redirect: RedirectSignIn;
  password: (credentials: Credentials) => Promise<LoginStep>;
}>;

export function createConnection({ localStorage, ...deps }: AuthDeps): Connection {
  const { settings } = deps;
  const fetch = createMedplumFetch(deps.fetch);
  const tokenStorage = createTokenStorage(settings.tokenStorage, localStorage);
  const medplum = createMedplum({ settings, tokenStorage, fetch });
  const context: SignInContext = {
    ...deps,
    fetch,
    medplum,
    authorizationServer: medplumAuthorizationServer(settings, fetch),
  };
  return {
    medplum,
    context,
    redirect: createRedirectSignIn(context),
    password: (credentials) => signInWithPassword(context, credentials),
  };
}
