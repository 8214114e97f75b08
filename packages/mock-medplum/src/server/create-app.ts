import express, { type Express } from 'express';
import { answerFault } from '#http/answer-fault.ts';
import type { Audience } from '#http/audience.ts';
import { guardRequests } from '#http/guard-requests.ts';
import { lazily } from '#http/lazily.ts';
import type { TenantRegistry } from '#tenant-host/tenant-registry.ts';
import type { Log } from '#tenant/log.ts';
import { hostRoutes } from './host-routes.ts';

type AppOptions = Readonly<{ tenants: TenantRegistry; audience: Audience; log: Log; control: boolean }>;

/** Makes the HTTP application. It does not listen. */
export function createApp({ tenants, audience, log, control }: AppOptions): Express {
  const app = express();
  app.set('etag', false);
  app.set('x-powered-by', false);
  // Medplum takes the caller's address from X-Forwarded-For; IP rules are about that address.
  app.set('trust proxy', true);
  app.use(guardRequests(audience, log));
  if (control) {
    app.use(lazily(async () => (await import('./tenant-control.ts')).tenantControl(tenants)));
  }
  app.use(hostRoutes(tenants), answerFault(log));
  return app;
}
