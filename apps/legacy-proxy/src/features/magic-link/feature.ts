import { join } from 'node:path';
import type { RequestHandler } from 'express';
import { tracedBy } from '#fhir/traced-by.ts';
import { HttpError } from '#middleware/http-error.ts';
import { requestIdOf } from '#middleware/request-context.ts';
import type { Route } from '#routes/route.ts';
import type { AppContext, Feature, Identity } from '#src/feature.ts';
import { readMagicLink, type MagicLinkSettings } from './settings.ts';

/** How long somebody may take to follow the link. */
const lifetimeSeconds = 60;

/** A link from here into a browser app of Medplum, which signs the user in there, once (pre-authorized code). */
export const magicLink: Feature = {
  name: 'magic-link',
  configure: (env) => {
    const settings = readMagicLink(env);
    return (
      settings && {
        views: join(import.meta.dirname, 'views'),
        links: [{ path: '/magic-link', label: 'Open the browser app, without a password' }],
        routes: (app) => magicLinkRoutes(app, settings),
      }
    );
  },
};

function magicLinkRoutes(app: AppContext, settings: MagicLinkSettings): readonly Route[] {
  /** Only an administrator's client may make a code, and only for somebody on whose behalf it acts. */
  const onBehalf = (): Identity | undefined => app.identities().find(({ kind }) => kind === 'on-behalf-of');

  const show: RequestHandler = (request, response) => {
    const identity = onBehalf();
    const missing = identity ? identity.missing(request, response) : { why: 'On-behalf-of is not set up here.' };
    // A browser holds the redirect after a form to the policy of the form's page.
    const policy = String(response.getHeader('Content-Security-Policy'));
    response.set('Content-Security-Policy', policy.replace("form-action 'self'", `$& ${new URL(settings.url).origin}`));
    app.render(request, response, '@magic-link/magic-link', { missing, lifetimeSeconds });
  };

  const follow: RequestHandler = async (request, response) => {
    const identity = onBehalf();
    if (!identity || identity.missing(request, response)) {
      throw new HttpError(403, 'Your account has no membership in Medplum.', 'Ask IT to connect it.');
    }
    const { clientId, url } = settings;
    app.lookup.logAccess(response, 'asked for a magic link', `ClientApplication/${clientId}`);
    const body = { clientId, scope: 'openid offline_access', expiresIn: lifetimeSeconds };
    const { preAuthorizedCode } = (await identity.withClient(request, response, async (client) =>
      client.post('auth/preauthorize', body, undefined, tracedBy(requestIdOf(response))),
    )) as { preAuthorizedCode: string };
    const link = new URL(url);
    // In the fragment, which no browser sends to a server or names in a Referer header.
    link.hash = preAuthorizedCode;
    response.redirect(303, link.href);
  };

  return [
    { method: 'get', path: '/magic-link', access: 'signed-in', handle: [show] },
    { method: 'post', path: '/magic-link', access: 'signed-in', handle: [follow] },
  ];
}
