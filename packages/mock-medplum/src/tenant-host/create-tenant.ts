import { withBaseDefinitions } from '#definitions/with-base-definitions.ts';
import { createMemoryResourceStore } from '#store/memory-resource-store.ts';
import { createAgents } from '#tenant/agents.ts';
import { createLogins } from '#tenant/logins.ts';
import { createOutbound } from '#tenant/outbound.ts';
import { createOutbox } from '#tenant/outbox.ts';
import { standardClients } from '#tenant/standard-clients.ts';
import { createSubscribers } from '#tenant/subscribers.ts';
import { defaultSettings } from '#tenant/tenant-settings.ts';
import type { Tenant } from '#tenant/tenant.ts';

/** The parts of a tenant that its host supplies. */
export type TenantParts = Pick<Tenant, 'baseUrl' | 'clock' | 'random' | 'log' | 'keys'> &
  Partial<
    Pick<
      Tenant,
      'store' | 'logins' | 'passwords' | 'settings' | 'outbox' | 'outbound' | 'loopbackUrl' | 'bots' | 'botSandbox'
    >
  >;

/** Makes a tenant, empty or with the data that it is given. It serves its own sign-in page. */
export function createTenant(options: TenantParts): Tenant {
  const tenant: Tenant = {
    appBaseUrl: options.baseUrl,
    store: withBaseDefinitions(createMemoryResourceStore()),
    logins: createLogins(options.clock),
    passwords: new Map(),
    outbound: createOutbound(),
    spentAssertions: new Map(),
    loopbackUrl: options.baseUrl,
    bots: new Map(),
    agents: createAgents(options.clock),
    subscribers: createSubscribers(),
    sockets: new Set(),
    settings: defaultSettings,
    outbox: createOutbox(),
    ...options,
  };
  for (const client of standardClients) {
    if (!tenant.store.get('ClientApplication', client.id ?? '')) {
      tenant.store.put(client);
    }
  }
  return tenant;
}
