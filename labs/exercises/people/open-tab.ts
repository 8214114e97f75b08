import { demoIds } from '@auth-patterns/demo-project';
import { createKeptStorage } from '@auth-patterns/spa-client/src/kept-storage.ts';
import { createContext } from '@auth-patterns/spa-client/src/medplum/client.ts';
import { createRedirectSignIn, type RedirectSignIn } from '@auth-patterns/spa-client/src/medplum/sign-in.ts';
import type { MedplumClient } from '@medplum/core';

/** A tab of a browser with spa-client in it. */
export type Tab = Readonly<{
  redirect: RedirectSignIn;
  medplum: MedplumClient;
  /** Starts to sign in, and returns the address that the tab leaves for. */
  leave: () => Promise<string>;
}>;

const origin = 'http://localhost:3001';

/** Opens the app in a tab, without a browser: its core needs a place to remember and a way to leave. */
export function openTab(baseUrl: string): Tab {
  let left = '';
  const context = createContext({
    settings: {
      baseUrl,
      clientId: demoIds.clients.spaClient,
      scope: 'openid profile email offline_access',
      refreshGraceSeconds: 300,
      tokenStorage: 'memory',
    },
    featureSettings: {},
    fetch,
    localStorage: createKeptStorage(),
    tabStorage: createKeptStorage(),
    origin,
    leaveFor: (url) => (left = url),
  });
  const redirect = createRedirectSignIn(context);
  return {
    redirect,
    medplum: context.medplum,
    leave: async () => {
      await redirect.start('/patients');
      return left;
    },
  };
}
