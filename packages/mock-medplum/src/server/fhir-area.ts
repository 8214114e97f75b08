import { Router } from 'express';
import { agentRoutes } from '#agents/agent-routes.ts';
import { authenticate } from '#caller/authenticate.ts';
import { botRoutes } from '#fhir/bot/bot-routes.ts';
import { fhirRoutes } from '#fhir/fhir-routes.ts';
import { metadataRoutes } from '#fhir/metadata-routes.ts';
import { subscriptionRoutes } from '#fhir/operations/subscription-routes.ts';
import type { Tenant } from '#tenant/tenant.ts';

/** Everything under `/fhir/R4` but what describes the issuer. */
export function fhirArea(tenant: Tenant): Router {
  const routes = Router();
  routes.use(metadataRoutes(tenant));
  routes.use(authenticate(tenant), botRoutes(tenant), agentRoutes(tenant), subscriptionRoutes(tenant));
  routes.use(fhirRoutes(tenant));
  return routes;
}
