import { Router } from 'express';
import type { Tenant } from '#tenant/tenant.ts';
import { capabilityStatement } from './capability-statement.ts';

/** `GET /fhir/R4/metadata`, which needs no token: mount it in front of the authentication. */
export function metadataRoutes(tenant: Tenant): Router {
  const startedAt = tenant.clock();
  return Router().get('/metadata', (_request, response) => {
    response.json(capabilityStatement(tenant.baseUrl, startedAt));
  });
}
