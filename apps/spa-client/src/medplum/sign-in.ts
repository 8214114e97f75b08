import { localPath } from '#local-path';
import { callbackAttemptKey } from './attempt.ts';
import { redirectUri, type SignInContext } from './client.ts';
import { createCodeFlow } from './code-flow.ts';
import { signInWithTokens } from './redeem-code.ts';

export type RedirectSignIn = Readonly<{
  /** Leaves this page for Medplum's sign-in page. */
  start: (returnTo: string | null) => Promise<void>;
  /** Finishes on `/callback`, given its query. Answers with the path to show now. */
  finish: (search: string) => Promise<string>;
}>;

export function createRedirectSignIn(context: SignInContext): RedirectSignIn {
  const { settings, authorizationServer, origin, tabStorage, leaveFor } = context;
  const flow = createCodeFlow<Readonly<{ returnTo: string }>, string>({
    server: () => authorizationServer,
    redirectUri: redirectUri(context),
    key: callbackAttemptKey,
    tabStorage,
    leaveFor,
    use: async (tokens, { returnTo }) => {
      await signInWithTokens(context, tokens);
      return returnTo;
    },
  });
  return {
    start: (returnTo) => flow.start({ returnTo: localPath(returnTo, origin) }, { scope: settings.scope }),
    finish: flow.finish,
  };
}
