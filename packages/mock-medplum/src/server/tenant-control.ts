import { Router } from 'express';
import { controlMiddleware } from '#control/control-middleware.ts';
import { tenantsRoutes } from '#control/tenants.ts';
import { requestContext } from '#http/request-context.ts';
import { standardHeaders } from '#http/standard-headers.ts';
import type { TenantRegistry } from '#tenant-host/tenant-registry.ts';
import { renderError } from './render-error.ts';

/** `/mock/tenants`, which belongs to the whole server: it stays when the root is reset. */
export function tenantControl(tenants: TenantRegistry): Router {
  const { tenant } = tenants.root;
  const control = Router();
  control.use(standardHeaders, requestContext(tenant), ...controlMiddleware, tenantsRoutes(tenants));
  control.use(renderError(tenant));
  return Router().use('/mock/tenants', control);
}
