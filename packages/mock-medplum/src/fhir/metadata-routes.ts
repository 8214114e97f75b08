import { Router } from 'express';
import type { Tenant } from '#tenant/tenant.ts';
import { capabilityStatement } from './capability-statement.ts';

/** `GET /fhir/R4/metadata` and `$versions`, which need no token: mount them in front of the authentication. */
export function metadataRoutes(tenant: Tenant): Router {
  const startedAt = tenant.clock();
  const routes = Router();
  routes.get('/metadata', (_request, response) => {
    response.json(capabilityStatement(tenant.baseUrl, startedAt));
  });
  routes.get(['/$versions', '/%24versions'], (_request, response) => {
    response.json({ versions: ['4.0'], default: '4.0' });
  });
  return routes;
}
