import { createLogins } from '#login/logins.ts';
import { createMemoryResourceStore } from '#store/memory-resource-store.ts';

import type { Tenant } from './tenant.ts';

/** What a tenant is given from outside. */
export type TenantOptions = Pick<Tenant, 'baseUrl' | 'clock' | 'random' | 'log' | 'keys'>;

/** Makes an empty world, whose sign-in page is its own. */
export function createTenant(options: TenantOptions): Tenant {
  return {
    ...options,
    appBaseUrl: options.baseUrl,
    store: createMemoryResourceStore(),
    logins: createLogins(options.clock),
    passwords: new Map(),
  };
}
