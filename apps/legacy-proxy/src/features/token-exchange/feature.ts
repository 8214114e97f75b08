import { toMedplumError } from '#medplum/error.ts';
import { HttpError } from '#middleware/http-error.ts';
import { currentUser } from '#middleware/request-context.ts';
import type { AppContext, Feature, Identity } from '#src/feature.ts';
import { createProviderSignIn } from './provider-sign-in.ts';
import { tokenExchangeRoutes } from './routes.ts';
import { readTokenExchange } from './settings.ts';
import { createUserClients, type UserClients } from './user-clients.ts';

/** A token of Medplum for each user, in exchange for the one of the identity provider where they sign in as well. */
export const tokenExchange: Feature = {
  name: 'token-exchange',
  configure: (env) => {
    const settings = readTokenExchange(env);
    if (!settings) {
      return undefined;
    }
    const provider = createProviderSignIn(settings);
    let clients: UserClients | undefined;
    const clientsOf = ({ config, now }: AppContext): UserClients => {
      clients ??= createUserClients(config.medplum, now);
      return clients;
    };
    return {
      secrets: [settings.clientSecret],
      routes: (app) => tokenExchangeRoutes(app, provider, clientsOf(app)),
      identity: (app) => userIdentity(clientsOf(app)),
    };
  },
};

function userIdentity(clients: UserClients): Identity {
  return {
    kind: 'user',
    title: 'As the user',
    explanation:
      "The user signed in at the hospital's identity provider too, and this server exchanged that token for one of Medplum's. Medplum knows the person.",
    missing: ({ sessionID, originalUrl }, response) => {
      const returnTo = encodeURIComponent(originalUrl);
      return clients.find(sessionID, currentUser(response)?.username)
        ? undefined
        : {
            why: 'You are not signed in at the identity provider from here.',
            link: { path: `/token-exchange/start?returnTo=${returnTo}`, label: 'Sign in there' },
          };
    },
    withClient: async ({ sessionID }, response, work) => {
      const client = clients.find(sessionID, currentUser(response)?.username);
      if (!client) {
        throw notSignedIn();
      }
      return work(client).catch((cause: unknown) => {
        const error = toMedplumError(cause);
        if (error.code !== 'sign_in_refused') {
          throw error;
        }
        // Medplum ended the user's sign-in, and takes the refresh token no more.
        clients.forget(sessionID);
        throw notSignedIn();
      });
    },
  };
}

function notSignedIn(): HttpError {
  return new HttpError(403, 'You are not signed in at the identity provider.', 'Sign in there first.');
}
