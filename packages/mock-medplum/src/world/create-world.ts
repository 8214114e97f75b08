import { createFaults } from '#fault/faults.ts';
import { injectFaults } from '#fault/inject-faults.ts';
import { mockRoutes } from '#mock/mock-routes.ts';
import { logRequests } from '#request-log/log-requests.ts';
import { createRequestLog } from '#request-log/request-log.ts';
import { createTenant, type TenantOptions } from '#tenant/create-tenant.ts';
import { type Surroundings, tenantRoutes } from '#tenant/tenant-routes.ts';
import type { Tenant } from '#tenant/tenant.ts';
import { createKeyRing } from '#token/key-ring.ts';
import { createSigningKeys, type SigningKeys } from '#token/signing-keys.ts';

import { type Moment, partsOfMoment, rememberMoment, type Seed } from './moments.ts';
import { createWorldClock } from './world-clock.ts';
import type { World } from './world.ts';
import type { Worlds } from './worlds.ts';

/** What a world is made of. */
export type WorldOptions = Pick<
  TenantOptions,
  'baseUrl' | 'settings' | 'clock' | 'random' | 'log' | 'loopbackUrl' | 'bots' | 'botSandbox'
> &
  Readonly<{ name: string | undefined; keys: SigningKeys; seed: Seed; control: boolean }>;

/** Makes a world. Its tenant is made anew at each reset, so that nothing of before is left anywhere. */
export function createWorld(options: WorldOptions, worlds: () => Worlds): World {
  const { name, keys: firstKeys, seed, control, ...given } = options;
  const clock = createWorldClock(given.clock);
  const keys = createKeyRing(firstKeys, () => Math.floor(clock.now().getTime() / 1000));
  const start: Moment = { ...seed, logins: [], mails: [], keys: keys.state(), clock: clock.state() };
  const snapshots = new Map<string, Moment>();
  let inside: { tenant: Tenant; handle?: World['handle'] };

  function begin(moment: Moment): void {
    world.faults.clear();
    const parts = partsOfMoment(moment, { clock, keys });
    cutSockets(inside);
    inside = { tenant: createTenant({ loopbackUrl: given.baseUrl, ...given, ...parts, clock: clock.now, keys }) };
  }

  const world: World = {
    name,
    baseUrl: given.baseUrl,
    get tenant() {
      return inside.tenant;
    },
    get handle() {
      // Made at the first request: most of what a tenant costs is its routes.
      inside.handle ??= tenantRoutes(inside.tenant, control ? surroundings(world, worlds) : {});
      return inside.handle;
    },
    clock,
    keys,
    faults: createFaults(),
    requestLog: createRequestLog(),
    rotateKeys: async (dropOld) => keys.rotate(await createSigningKeys(given.random.uuid()), dropOld),
    reset: () => {
      world.requestLog.clear();
      begin(start);
    },
    snapshot: (moment) => void snapshots.set(moment, rememberMoment(inside.tenant, { clock, keys })),
    snapshotNames: () => [...snapshots.keys()],
    restore: (moment) => {
      const snapshot = snapshots.get(moment);
      if (snapshot) {
        begin(snapshot);
      }
      return snapshot !== undefined;
    },
  };
  begin(start);
  return world;
}

/** As when a server starts anew: who was connected has to come again. */
function cutSockets(before: Readonly<{ tenant: Tenant }> | undefined): void {
  before?.tenant.sockets.forEach((socket) => socket.terminate());
}

/** The control plane is neither logged nor does it suffer faults. */
function surroundings(world: World, worlds: () => Worlds): Surroundings {
  const { tenant, faults, requestLog } = world;
  return {
    first: [mockRoutes(world, worlds), logRequests(tenant, requestLog)],
    afterBody: [injectFaults(faults)],
  };
}
