import express, { type Express } from 'express';

import { tenantRoutes } from '#tenant/tenant-routes.ts';
import type { Tenant } from '#tenant/tenant.ts';

/** Makes the HTTP application. It does not listen. */
export function createApp({ tenant }: Readonly<{ tenant: Tenant }>): Express {
  const app = express();
  app.set('etag', false);
  app.set('x-powered-by', false);
  // Medplum takes the caller's address from X-Forwarded-For; IP rules are about that address.
  app.set('trust proxy', true);
  app.use(tenantRoutes(tenant));
  return app;
}
