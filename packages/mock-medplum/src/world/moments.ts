import { createLogins, type Logins, type StoredLogin } from '#login/logins.ts';
import { createOutbox, type Mail, type Outbox } from '#mail/outbox.ts';
import type { ResourceStore } from '#store/resource-store.ts';
import type { Tenant } from '#tenant/tenant.ts';
import type { KeyRing, KeyRingState } from '#token/key-ring.ts';

import type { ClockState, WorldClock } from './world-clock.ts';

/** Data that a world begins with. Nobody changes it: each world gets a copy. */
export type Seed = Readonly<{ store: ResourceStore; passwords: ReadonlyMap<string, string> }>;

/** All that a world is at one moment. */
export type Moment = Seed &
  Readonly<{
    logins: readonly StoredLogin[];
    mails: readonly Mail[];
    keys: KeyRingState;
    clock: ClockState;
  }>;

/** What time goes by in a world, and who signs. */
type Steering = Readonly<{ clock: WorldClock; keys: KeyRing }>;

/** Remembers how a tenant is now. */
export function rememberMoment({ store, passwords, logins, outbox }: Tenant, { clock, keys }: Steering): Moment {
  return {
    store: store.copy(),
    passwords: new Map(passwords),
    logins: logins.list(),
    mails: outbox.list(),
    keys: keys.state(),
    clock: clock.state(),
  };
}

/** The parts of a tenant as they were at a moment, to be changed freely: the moment stays as it was. */
export function partsOfMoment(
  moment: Moment,
  { clock, keys }: Steering,
): Readonly<{ store: ResourceStore; logins: Logins; outbox: Outbox; passwords: Map<string, string> }> {
  clock.restore(moment.clock);
  keys.restore(moment.keys);
  return {
    store: moment.store.copy(),
    logins: createLogins(clock.now, moment.logins),
    outbox: createOutbox(moment.mails),
    passwords: new Map(moment.passwords),
  };
}
