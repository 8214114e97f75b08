import { type RequestHandler, Router } from 'express';
import { injectFaults } from '#fault/inject-faults.ts';
import { lazily } from '#http/lazily.ts';
import { logRequests } from '#request-log/log-requests.ts';
import type { TenantHost } from '#tenant-host/tenant-host.ts';
import { tenantRoutes } from './tenant-routes.ts';

/** Makes the routes of a host's tenant. */
export function serveTenantHost(host: TenantHost): RequestHandler {
  return tenantRoutes(host.tenant);
}

/** The same with the control plane, which is neither logged nor subject to faults, and with a log of requests. */
export function serveWithControl(host: TenantHost): RequestHandler {
  const { tenant, faults, requestLog } = host;
  const control = Router().use(
    '/mock',
    lazily(async () => (await import('#control/control-routes.ts')).controlRoutes(host)),
  );
  return tenantRoutes(tenant, {
    first: [control, logRequests(tenant, requestLog)],
    afterBody: [injectFaults(faults)],
  });
}
