import type { ResourceStore } from '#store/resource-store.ts';
import { createLogins, type Logins, type StoredLogin } from '#tenant/logins.ts';
import { createOutbox, type Mail, type Outbox } from '#tenant/outbox.ts';
import type { Tenant } from '#tenant/tenant.ts';
import type { KeyRing, KeyRingState } from '#token/key-ring.ts';
import type { ClockState, HostClock } from './host-clock.ts';

/** Data that a tenant starts with. It is never changed: each tenant gets a copy. */
export type Seed = Readonly<{ store: ResourceStore; passwords: ReadonlyMap<string, string> }>;

/** The whole state of a tenant at one moment. */
export type Snapshot = Seed &
  Readonly<{
    logins: readonly StoredLogin[];
    mails: readonly Mail[];
    keys: KeyRingState;
    clock: ClockState;
  }>;

/** The clock and the keys of a tenant host: a restore puts them back too. */
type ClockAndKeys = Readonly<{ clock: HostClock; keys: KeyRing }>;

/** Copies the present state of a tenant. */
export function takeSnapshot({ store, passwords, logins, outbox }: Tenant, { clock, keys }: ClockAndKeys): Snapshot {
  return {
    store: store.copy(),
    passwords: new Map(passwords),
    logins: logins.list(),
    mails: outbox.list(),
    keys: keys.state(),
    clock: clock.state(),
  };
}

/** Sets clock and keys back to a snapshot, and returns copies of its data: later changes do not reach the snapshot. */
export function restoreSnapshot(
  snapshot: Snapshot,
  { clock, keys }: ClockAndKeys,
): Readonly<{ store: ResourceStore; logins: Logins; outbox: Outbox; passwords: Map<string, string> }> {
  clock.restore(snapshot.clock);
  keys.restore(snapshot.keys);
  return {
    store: snapshot.store.copy(),
    logins: createLogins(clock.now, snapshot.logins),
    outbox: createOutbox(snapshot.mails),
    passwords: new Map(snapshot.passwords),
  };
}
