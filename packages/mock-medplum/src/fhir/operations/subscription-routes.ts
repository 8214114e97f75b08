import { Router } from 'express';
import type { Tenant } from '#tenant/tenant.ts';
import { getBindingToken } from './get-binding-token.ts';

/** The operations on Subscriptions, to be mounted at `/fhir/R4` behind `authenticate`. */
export function subscriptionRoutes(tenant: Tenant): Router {
  const operations = ['$get-ws-binding-token', '%24get-ws-binding-token'];
  return Router().get(
    operations.map((operation) => `/Subscription/:id/${operation}`),
    getBindingToken(tenant),
  );
}
