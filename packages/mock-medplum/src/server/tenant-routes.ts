import { type RequestHandler, Router } from 'express';
import { adminRoutes } from '#admin/admin-routes.ts';
import { superRoutes } from '#admin/super-routes.ts';
import { agentRoutes } from '#agents/agent-routes.ts';
import { authRoutes } from '#auth/auth-routes.ts';
import { authenticate } from '#caller/authenticate.ts';
import { readStorage } from '#fhir/binary/read-binary.ts';
import { botRoutes } from '#fhir/bot/bot-routes.ts';
import { fhirRoutes } from '#fhir/fhir-routes.ts';
import { metadataRoutes } from '#fhir/metadata-routes.ts';
import { subscriptionRoutes } from '#fhir/operations/subscription-routes.ts';
import { bodyParsers } from '#http/body-parsers.ts';
import { crossOrigin } from '#http/cross-origin.ts';
import { projectScope } from '#http/project-scope.ts';
import { requestContext } from '#http/request-context.ts';
import { standardHeaders } from '#http/standard-headers.ts';
import { oauthRoutes } from '#oauth/oauth-routes.ts';
import { oauth2Routes } from '#oauth2/oauth2-routes.ts';
import { limitRequests } from '#rate-limit/limit-requests.ts';
import type { Tenant } from '#tenant/tenant.ts';
import { webAppRoutes } from '#web-app/web-app-routes.ts';
import { webhookRoutes } from '#webhook/webhook-routes.ts';
import { smartConfiguration } from '#well-known/smart-configuration.ts';
import { describeIssuer, sendSmartStyles, wellKnownRoutes } from '#well-known/well-known-routes.ts';
import { healthcheck } from './healthcheck.ts';
import { notServedRoutes } from './not-served-routes.ts';
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
  routes.use('/admin/projects', adminRoutes(tenant));
  routes.use('/admin/super', superRoutes(tenant));
  routes.use('/auth', authRoutes(tenant));
  routes.use('/oauth2', oauth2Routes(tenant));
  routes.use('/oauth', oauthRoutes(tenant));
  routes.use(webAppRoutes(tenant));
  routes.get('/fhir/R4/.well-known/smart-configuration', describeIssuer(tenant, smartConfiguration));
  routes.get('/fhir/R4/.well-known/smart-styles.json', sendSmartStyles);
  routes.get('/storage/:id/:versionId', readStorage(tenant));
  routes.use('/fhir/R4', metadataRoutes(tenant));
  routes.use('/webhook', webhookRoutes(tenant));
  routes.use('/fhir/R4', authenticate(tenant), botRoutes(tenant), agentRoutes(tenant), subscriptionRoutes(tenant));
  routes.use('/fhir/R4', fhirRoutes(tenant));
  routes.use(notServedRoutes());
  return routes;
}
