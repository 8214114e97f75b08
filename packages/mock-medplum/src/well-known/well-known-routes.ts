import { type RequestHandler, Router } from 'express';
import type { Tenant } from '#tenant/tenant.ts';
import { issuerOf } from '#token/issuer.ts';
import { openidConfiguration } from './openid-configuration.ts';
import { protectedResource } from './protected-resource.ts';
import { smartConfiguration } from './smart-configuration.ts';
import { smartStyles } from './smart-styles.ts';

/** Everything under `/.well-known`: public, the same for everyone. */
export function wellKnownRoutes(tenant: Tenant): Router {
  const routes = Router();
  routes.get('/openid-configuration', describeIssuer(tenant, openidConfiguration));
  routes.get('/oauth-authorization-server', describeIssuer(tenant, openidConfiguration));
  routes.get('/oauth-protected-resource', protectedResource(tenant));
  routes.get('/jwks.json', (_request, response) => void response.json(tenant.keys.jwks));
  routes.get('/smart-configuration', describeIssuer(tenant, smartConfiguration));
  routes.get('/smart-styles.json', sendSmartStyles);
  return routes;
}

/** Serves the styles of SMART, which are the same for everyone. */
export const sendSmartStyles: RequestHandler = (_request, response) => void response.json(smartStyles);

/** Serves a document about the issuer that the request's URL belongs to. */
export function describeIssuer(tenant: Tenant, describe: (issuer: string) => object): RequestHandler {
  return (request, response) => void response.json(describe(issuerOf(tenant, request)));
}
