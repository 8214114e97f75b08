import type { Request, RequestHandler } from 'express';
import { sessionOf } from '#middleware/browser-session.ts';
import { HttpError } from '#middleware/http-error.ts';
import { localPath } from '#middleware/local-path.ts';
import { currentUser } from '#middleware/request-context.ts';
import type { Route } from '#routes/route.ts';
import type { AppContext } from '#src/feature.ts';
import type { Attempt, ProviderSignIn } from './provider-sign-in.ts';
import type { UserClients } from './user-clients.ts';

const callbackPath = '/token-exchange/callback';

type OwnSession = { providerAttempt?: Attempt };

/** `/token-exchange/start` leads to the identity provider, which leads back to `/token-exchange/callback`. */
export function tokenExchangeRoutes(
  { config }: AppContext,
  provider: ProviderSignIn,
  clients: UserClients,
): readonly Route[] {
  const redirectUri = ({ socket }: Request): string =>
    new URL(callbackPath, config.publicOrigin ?? `http://localhost:${socket.localPort}`).href;

  const start: RequestHandler = async (request, response) => {
    const { url, attempt } = await provider
      .start(redirectUri(request), localPath(request.query['returnTo']))
      .catch(refuse('The identity provider does not answer.'));
    (sessionOf(request) as OwnSession).providerAttempt = attempt;
    response.redirect(303, url.href);
  };

  const finish: RequestHandler = async (request, response) => {
    const session = sessionOf(request) as OwnSession;
    const attempt = session.providerAttempt;
    delete session.providerAttempt;
    if (!attempt) {
      throw new HttpError(400, 'No sign-in at the identity provider is under way here.', 'Begin it on the page again.');
    }
    const search = new URL(request.originalUrl, 'http://localhost').searchParams;
    const token = await provider
      .finish(redirectUri(request), search, attempt)
      .catch(refuse('The identity provider did not sign you in.'));
    await clients.exchange(request.sessionID, currentUser(response)?.username ?? '', token);
    response.redirect(303, attempt.returnTo);
  };

  return [
    { method: 'get', path: '/token-exchange/start', access: 'clinical', handle: [start] },
    { method: 'get', path: callbackPath, access: 'clinical', handle: [finish] },
  ];
}

function refuse(message: string): (cause: unknown) => never {
  return (cause) => {
    const error = new HttpError(502, message, 'Try again; if it stays, call IT.');
    error.cause = cause;
    throw error;
  };
}
