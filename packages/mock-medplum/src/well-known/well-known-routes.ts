import { Router } from 'express';

import type { Tenant } from '#tenant/tenant.ts';

import { openidConfiguration } from './openid-configuration.ts';
import { protectedResource } from './protected-resource.ts';
import { smartConfiguration } from './smart-configuration.ts';

/** Everything under `/.well-known`: public, the same for everyone. */
export function wellKnownRoutes(tenant: Tenant): Router {
  const routes = Router();
  routes.get('/openid-configuration', (_request, response) => void response.json(openidConfiguration(tenant)));
  routes.get('/oauth-authorization-server', (_request, response) => void response.json(openidConfiguration(tenant)));
  routes.get('/oauth-protected-resource', protectedResource(tenant));
  routes.get('/jwks.json', (_request, response) => void response.json(tenant.keys.jwks));
  routes.get('/smart-configuration', (_request, response) => void response.json(smartConfiguration(tenant)));
  return routes;
}
