import { type Request, type RequestHandler, Router } from 'express';
import { isTenantName } from '#tenant-host/tenant-name.ts';
import type { TenantRegistry } from '#tenant-host/tenant-registry.ts';
import { TooManyTenantsError } from '#tenant-host/too-many-tenants-error.ts';

/** Hands each request to its tenant: paths that begin with `/t/:name/` to that one, all others to the root's. */
export function hostRoutes(tenants: TenantRegistry): Router {
  const routes = Router();
  routes.use('/t/:name', toTenant(tenants));
  routes.use((request, response, next) => tenants.root.handle(request, response, next));
  return routes;
}

/** The first request that names a tenant makes it, unless the request comes from a page of another site. */
function toTenant(tenants: TenantRegistry): RequestHandler {
  return async (request, response, next) => {
    const name = String(request.params['name']);
    if (!isTenantName(name) || (isFromAnotherSite(request) && !tenants.find(name))) {
      next();
      return;
    }
    try {
      const host = await tenants.open(name);
      await host.handle(request, response, next);
    } catch (error) {
      if (!(error instanceof TooManyTenantsError)) {
        throw error;
      }
      response.status(503).type('text/plain').send(error.message);
    }
  };
}

/** Without fetch metadata and `Origin`, a browser's request may come from any page: an image is asked for like that. */
function isFromAnotherSite(request: Request): boolean {
  const site = request.get('sec-fetch-site');
  const isBrowser = request.get('user-agent')?.startsWith('Mozilla/') ?? false;
  return site === 'cross-site' || (isBrowser && site === undefined && request.get('origin') === undefined);
}
