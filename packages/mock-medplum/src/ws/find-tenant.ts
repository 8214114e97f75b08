import { isTenantName } from '#world/tenant-name.ts';
import type { Worlds } from '#world/worlds.ts';

import type { FindTenant } from './attach-web-sockets.ts';

/** Finds the tenant of a socket as HTTP does: what begins with `/t/:name/` is that tenant's, the rest the root's. */
export function findTenantIn(worlds: Worlds): FindTenant {
  return async (pathname) => {
    const [, name = '', rest] = /^\/t\/([^/]+)(\/.*)$/.exec(pathname) ?? [];
    if (rest === undefined) {
      return { tenant: worlds.root.tenant, path: pathname };
    }
    return isTenantName(name) ? { tenant: (await worlds.open(name)).tenant, path: rest } : undefined;
  };
}
