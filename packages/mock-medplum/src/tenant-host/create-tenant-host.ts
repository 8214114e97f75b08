import type { RequestHandler } from 'express';
import { createFaults } from '#fault/faults.ts';
import { createRequestLog } from '#request-log/request-log.ts';
import { createSigningKeys, type SigningKeys } from '#tenant/signing-keys.ts';
import type { Tenant } from '#tenant/tenant.ts';
import { createKeyRing } from '#token/key-ring.ts';
import { createTenant, type TenantParts } from './create-tenant.ts';
import { createHostClock } from './host-clock.ts';
import { restoreSnapshot, type Seed, type Snapshot, takeSnapshot } from './snapshot.ts';
import type { TenantHost } from './tenant-host.ts';

/** The parts of a tenant host. */
export type TenantHostOptions = Pick<
  TenantParts,
  'baseUrl' | 'settings' | 'clock' | 'random' | 'log' | 'loopbackUrl' | 'bots' | 'botSandbox'
> &
  Readonly<{
    name: string | undefined;
    keys: SigningKeys;
    seed: Seed;
    /** Makes the routes of the host's present tenant. It is called at the first request after each start. */
    serve: (host: TenantHost) => RequestHandler;
  }>;

/** Makes a tenant host. Each reset makes a new tenant, so that nothing is left of the one before. */
export function createTenantHost(options: TenantHostOptions): TenantHost {
  const { name, keys: firstKeys, seed, serve, ...given } = options;
  const clock = createHostClock(given.clock);
  const keys = createKeyRing(firstKeys, () => Math.floor(clock.now().getTime() / 1000));
  const start: Snapshot = { ...seed, logins: [], mails: [], keys: keys.state(), clock: clock.state() };
  const snapshots = new Map<string, Snapshot>();
  let current: { tenant: Tenant; handle?: RequestHandler };

  function startFrom(snapshot: Snapshot): void {
    host.faults.clear();
    const parts = restoreSnapshot(snapshot, { clock, keys });
    cutSockets(current);
    current = { tenant: createTenant({ loopbackUrl: given.baseUrl, ...given, ...parts, clock: clock.now, keys }) };
  }

  const host: TenantHost = {
    name,
    baseUrl: given.baseUrl,
    get tenant() {
      return current.tenant;
    },
    get handle() {
      // Made at the first request: most of what a tenant costs is its routes.
      current.handle ??= serve(host);
      return current.handle;
    },
    clock,
    keys,
    faults: createFaults(),
    requestLog: createRequestLog(),
    rotateKeys: async (dropOld) => keys.rotate(await createSigningKeys(given.random.uuid()), dropOld),
    reset: () => {
      host.requestLog.clear();
      startFrom(start);
    },
    snapshot: (snapshotName) => void snapshots.set(snapshotName, takeSnapshot(current.tenant, { clock, keys })),
    snapshotNames: () => [...snapshots.keys()],
    restore: (snapshotName) => {
      const snapshot = snapshots.get(snapshotName);
      if (snapshot) {
        startFrom(snapshot);
      }
      return snapshot !== undefined;
    },
  };
  startFrom(start);
  return host;
}

/** A reset cuts the open sockets, as a restart of the server does. */
function cutSockets(before: Readonly<{ tenant: Tenant }> | undefined): void {
  before?.tenant.sockets.forEach((socket) => socket.terminate());
}
