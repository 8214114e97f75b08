import { createAgents } from '#agents/agents.ts';
import { createLogins } from '#login/logins.ts';
import { createOutbox } from '#mail/outbox.ts';
import { createMemoryResourceStore } from '#store/memory-resource-store.ts';
import { createSubscribers } from '#subscriptions/subscribers.ts';

import { DEFAULT_SETTINGS } from './tenant-settings.ts';
import type { Tenant } from './tenant.ts';

/** What a tenant is given from outside. */
export type TenantOptions = Pick<Tenant, 'baseUrl' | 'clock' | 'random' | 'log' | 'keys'> &
  Partial<Pick<Tenant, 'store' | 'logins' | 'passwords' | 'settings'>>;

/** Makes a world, empty or with the data that it is given, whose sign-in page is its own. */
export function createTenant(options: TenantOptions): Tenant {
  return {
    appBaseUrl: options.baseUrl,
    store: createMemoryResourceStore(),
    logins: createLogins(options.clock),
    passwords: new Map(),
    loopbackUrl: options.baseUrl,
    bots: new Map(),
    agents: createAgents(options),
    subscribers: createSubscribers(),
    settings: DEFAULT_SETTINGS,
    outbox: createOutbox(),
    ...options,
  };
}
