import { isTenantName } from '#tenant-host/tenant-name.ts';
import type { TenantRegistry } from '#tenant-host/tenant-registry.ts';
import type { FindTenant } from './attach-web-sockets.ts';

/** Finds the tenant of a socket as HTTP does: what begins with `/t/:name/` is that tenant's, the rest the root's. */
export function findTenantIn(tenants: TenantRegistry): FindTenant {
  return async (pathname) => {
    const [, name = '', rest] = /^\/t\/([^/]+)(\/.*)$/.exec(pathname) ?? [];
    if (rest === undefined) {
      return { tenant: tenants.root.tenant, path: pathname };
    }
    return isTenantName(name) ? { tenant: (await tenants.open(name)).tenant, path: rest } : undefined;
  };
}
