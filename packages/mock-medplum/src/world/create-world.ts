import { createFaults } from '#fault/faults.ts';
import { injectFaults } from '#fault/inject-faults.ts';
import { createLogins, type StoredLogin } from '#login/logins.ts';
import { mockRoutes } from '#mock/mock-routes.ts';
import { logRequests } from '#request-log/log-requests.ts';
import { createRequestLog } from '#request-log/request-log.ts';
import type { ResourceStore } from '#store/resource-store.ts';
import { createTenant, type TenantOptions } from '#tenant/create-tenant.ts';
import { type Surroundings, tenantRoutes } from '#tenant/tenant-routes.ts';
import { DEFAULT_SETTINGS } from '#tenant/tenant-settings.ts';
import type { Tenant } from '#tenant/tenant.ts';
import { createKeyRing, type KeyRingState } from '#token/key-ring.ts';
import { createSigningKeys, type SigningKeys } from '#token/signing-keys.ts';

import { type ClockState, createWorldClock } from './world-clock.ts';
import type { World } from './world.ts';
import type { Worlds } from './worlds.ts';

/** Data that a world begins with. Nobody changes it: each world gets a copy. */
export type Seed = Readonly<{ store: ResourceStore; passwords: ReadonlyMap<string, string> }>;

/** What a world is made of. */
export type WorldOptions = Pick<
  TenantOptions,
  'baseUrl' | 'settings' | 'clock' | 'random' | 'log' | 'loopbackUrl' | 'bots'
> &
  Readonly<{ name: string | undefined; keys: SigningKeys; seed: Seed; control: boolean }>;

/** All that a world is at one moment. */
type Snapshot = Seed & Readonly<{ logins: readonly StoredLogin[]; keys: KeyRingState; clock: ClockState }>;

type Inside = Readonly<{ tenant: Tenant; handle: World['handle'] }>;

/** Makes a world. Its tenant is made anew at each reset, so that nothing of before is left anywhere. */
export function createWorld(options: WorldOptions, worlds: () => Worlds): World {
  const { name, baseUrl, random, seed, loopbackUrl = baseUrl, bots = new Map() } = options;
  const clock = createWorldClock(options.clock);
  const keys = createKeyRing(options.keys, () => Math.floor(clock.now().getTime() / 1000));
  const start: Snapshot = { ...seed, logins: [], keys: keys.state(), clock: clock.state() };
  const snapshots = new Map<string, Snapshot>();
  let inside: Inside;

  function begin(from: Snapshot): void {
    clock.restore(from.clock);
    keys.restore(from.keys);
    const store = from.store.copy();
    const logins = createLogins(clock.now, from.logins);
    const parts = { baseUrl, loopbackUrl, bots, random, log: options.log, clock: clock.now, keys, store, logins };
    const { settings = DEFAULT_SETTINGS } = options;
    const tenant = createTenant({ ...parts, settings, passwords: new Map(from.passwords) });
    inside = { tenant, handle: tenantRoutes(tenant, options.control ? surroundings(world, tenant, worlds) : {}) };
  }

  const world: World = {
    name,
    baseUrl,
    get tenant() {
      return inside.tenant;
    },
    get handle() {
      return inside.handle;
    },
    clock,
    keys,
    faults: createFaults(),
    requestLog: createRequestLog(),
    rotateKeys: async (dropOld) => keys.rotate(await createSigningKeys(random.uuid()), dropOld),
    reset: () => {
      world.faults.clear();
      world.requestLog.clear();
      begin(start);
    },
    snapshot: (snapshotName) => {
      const { store, passwords, logins } = inside.tenant;
      snapshots.set(snapshotName, {
        store: store.copy(),
        passwords: new Map(passwords),
        logins: logins.list(),
        keys: keys.state(),
        clock: clock.state(),
      });
    },
    snapshotNames: () => [...snapshots.keys()],
    restore: (snapshotName) => {
      const snapshot = snapshots.get(snapshotName);
      if (snapshot) {
        world.faults.clear();
        begin(snapshot);
      }
      return snapshot !== undefined;
    },
  };
  begin(start);
  return world;
}

/** The control plane is neither logged nor does it suffer faults. */
function surroundings(world: World, tenant: Tenant, worlds: () => Worlds): Surroundings {
  const { faults, requestLog } = world;
  return {
    first: [mockRoutes(world, worlds), logRequests(tenant, requestLog)],
    afterBody: [injectFaults(faults)],
  };
}
