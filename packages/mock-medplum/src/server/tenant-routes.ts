import { type RequestHandler, Router } from 'express';
import { bodyParsers } from '#http/body-parsers.ts';
import { crossOrigin } from '#http/cross-origin.ts';
import { lazily } from '#http/lazily.ts';
import { projectScope } from '#http/project-scope.ts';
import { requestContext } from '#http/request-context.ts';
import { standardHeaders } from '#http/standard-headers.ts';
import { oauthRoutes } from '#oauth/oauth-routes.ts';
import { oauth2Routes } from '#oauth2/oauth2-routes.ts';
import { limitRequests } from '#rate-limit/limit-requests.ts';
import type { Tenant } from '#tenant/tenant.ts';
import { webAppRoutes } from '#web-app/web-app-routes.ts';
import { smartConfiguration } from '#well-known/smart-configuration.ts';
import { describeIssuer, sendSmartStyles, wellKnownRoutes } from '#well-known/well-known-routes.ts';
import { healthcheck } from './healthcheck.ts';
import { renderError } from './render-error.ts';

/** Handlers that run before a tenant's own routes: the first ones, and those after the body was read. */
export type ExtraHandlers = Readonly<{ first?: readonly RequestHandler[]; afterBody?: readonly RequestHandler[] }>;

/** Everything that one tenant serves. Medplum serves the same below `/api/`, and for one project below `/projects/:id/`. */
export function tenantRoutes(tenant: Tenant, { first = [], afterBody = [] }: ExtraHandlers = {}): Router {
  const routes = Router();
  routes.use(
    standardHeaders,
    requestContext(tenant),
    ...first,
    crossOrigin,
    limitRequests(tenant),
    ...bodyParsers,
    ...afterBody,
  );
  const api = apiRoutes(tenant);
  routes.use(['/projects/:projectId', '/api/projects/:projectId'], projectScope, api);
  routes.use('/api', api);
  routes.use(api);
  routes.use(renderError(tenant));
  return routes;
}

function apiRoutes(tenant: Tenant): Router {
  const routes = Router();
  routes.get('/', (_request, response) => void response.sendStatus(200));
  routes.get(
    '/robots.txt',
    (_request, response) => void response.type('text/plain').send('User-agent: *\nDisallow: /'),
  );
  routes.get('/healthcheck', healthcheck);
  routes.use('/.well-known', wellKnownRoutes(tenant));
  routes.use(
    '/admin/projects',
    lazily(async () => (await import('#admin/admin-routes.ts')).adminRoutes(tenant)),
  );
  routes.use(
    '/admin/super',
    lazily(async () => (await import('#admin/super-routes.ts')).superRoutes(tenant)),
  );
  routes.use(
    '/auth',
    lazily(async () => (await import('#auth/auth-routes.ts')).authRoutes(tenant)),
  );
  routes.use('/oauth2', oauth2Routes(tenant));
  routes.use('/oauth', oauthRoutes(tenant));
  routes.use(webAppRoutes(tenant));
  routes.get('/fhir/R4/.well-known/smart-configuration', describeIssuer(tenant, smartConfiguration));
  routes.get('/fhir/R4/.well-known/smart-styles.json', sendSmartStyles);
  routes.use(
    '/storage',
    lazily(async () => (await import('#fhir/binary/read-binary.ts')).storageRoutes(tenant)),
  );
  routes.use(
    '/webhook',
    lazily(async () => (await import('#webhook/webhook-routes.ts')).webhookRoutes(tenant)),
  );
  routes.use(
    '/fhir/R4',
    lazily(async () => (await import('./fhir-area.ts')).fhirArea(tenant)),
  );
  routes.use(lazily(async () => (await import('./not-served-routes.ts')).notServedRoutes()));
  return routes;
}
