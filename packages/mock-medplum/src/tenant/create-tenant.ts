import { createAgents } from '#agents/agents.ts';
import { createLogins } from '#login/logins.ts';
import { createOutbox } from '#mail/outbox.ts';
import { STANDARD_CLIENTS } from '#oauth2/standard-clients.ts';
import { createOutbound } from '#outbound/outbound.ts';
import { createMemoryResourceStore } from '#store/memory-resource-store.ts';
import { createSubscribers } from '#subscriptions/subscribers.ts';

import { DEFAULT_SETTINGS } from './tenant-settings.ts';
import type { Tenant } from './tenant.ts';

/** What a tenant is given from outside. */
export type TenantOptions = Pick<Tenant, 'baseUrl' | 'clock' | 'random' | 'log' | 'keys'> &
  Partial<
    Pick<
      Tenant,
      'store' | 'logins' | 'passwords' | 'settings' | 'outbox' | 'outbound' | 'loopbackUrl' | 'bots' | 'botSandbox'
    >
  >;

/** Makes a world, empty or with the data that it is given, whose sign-in page is its own. */
export function createTenant(options: TenantOptions): Tenant {
  const tenant: Tenant = {
    appBaseUrl: options.baseUrl,
    store: createMemoryResourceStore(),
    logins: createLogins(options.clock),
    passwords: new Map(),
    outbound: createOutbound(),
    spentAssertions: new Map(),
    loopbackUrl: options.baseUrl,
    bots: new Map(),
    agents: createAgents(options),
    subscribers: createSubscribers(),
    sockets: new Set(),
    settings: DEFAULT_SETTINGS,
    outbox: createOutbox(),
    ...options,
  };
  for (const client of STANDARD_CLIENTS) {
    if (!tenant.store.get('ClientApplication', client.id ?? '')) {
      tenant.store.put(client);
    }
  }
  return tenant;
}
