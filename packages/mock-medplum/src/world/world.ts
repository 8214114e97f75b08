import type { RequestHandler } from 'express';

import type { Faults } from '#fault/faults.ts';
import type { RequestLog } from '#request-log/request-log.ts';
import type { Tenant } from '#tenant/tenant.ts';
import type { KeyRing } from '#token/key-ring.ts';

import type { WorldClock } from './world-clock.ts';

/** A tenant, and everything by which it is steered from outside. */
export type World = Readonly<{
  /** The segment after `/t/`; absent for the tenant at the root. */
  name: string | undefined;
  baseUrl: string;
  /** Is another one after a reset or a restore. */
  tenant: Tenant;
  /** Answers the tenant's requests; the path is what follows the tenant's own. */
  handle: RequestHandler;
  clock: WorldClock;
  keys: KeyRing;
  faults: Faults;
  requestLog: RequestLog;
  /** Makes a new key pair the one that signs. */
  rotateKeys: (dropOld: boolean) => Promise<void>;
  /** Makes everything as it was at the start: data, sessions, keys, clock; no faults and an empty log. */
  reset: () => void;
  /** Remembers data, sessions, mails, keys and time under a name. */
  snapshot: (name: string) => void;
  snapshotNames: () => readonly string[];
  /**
   * Makes everything as it was at a snapshot, and takes the faults away. The log goes on.
   *
   * @returns false when no snapshot has the name.
   */
  restore: (name: string) => boolean;
}>;
