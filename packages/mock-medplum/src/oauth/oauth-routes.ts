import { readFileSync } from 'node:fs';
import { type RequestHandler, Router } from 'express';
import { scriptedPagePolicy } from '#http/page-policy.ts';
import { readParameters } from '#http/parameters.ts';
import { TextError } from '#http/text-error.ts';
import { authorizationClient } from '#oauth2/authorization/authorization-client.ts';
import type { Tenant } from '#tenant/tenant.ts';
import { refusalPage, signInPage } from './sign-in-page.ts';

/** Everything under `/oauth`: the page on which a user signs in, which with Medplum belongs to its web app. */
export function oauthRoutes(tenant: Tenant): Router {
  const routes = Router();
  routes.get('/', showSignIn(tenant));
  routes.get('/sign-in.js', serveFile('sign-in.js', 'text/javascript'));
  routes.get('/choose-scopes.js', serveFile('choose-scopes.js', 'text/javascript'));
  routes.get('/sign-in.css', serveFile('sign-in.css', 'text/css'));
  return routes;
}

function showSignIn(tenant: Tenant): RequestHandler {
  return (request, response) => {
    response.set('Content-Security-Policy', scriptedPagePolicy).type('text/html');
    const parameters = readParameters(request.query);
    try {
      // Anyone can make a link to this page, so it does not rely on the checks of /oauth2/authorize.
      response.send(signInPage(tenant, parameters, authorizationClient(tenant, parameters)));
    } catch (error) {
      if (!(error instanceof TextError)) {
        throw error;
      }
      response.status(400).send(refusalPage(tenant, error.message));
    }
  };
}

function serveFile(name: string, type: string): RequestHandler {
  const content = readFileSync(new URL(name, import.meta.url));
  return (_request, response) => void response.type(type).send(content);
}
