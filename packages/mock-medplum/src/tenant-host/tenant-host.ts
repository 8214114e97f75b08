import type { RequestHandler } from 'express';
import type { Faults } from '#fault/faults.ts';
import type { RequestLog } from '#request-log/request-log.ts';
import type { Tenant } from '#tenant/tenant.ts';
import type { KeyRing } from '#token/key-ring.ts';
import type { HostClock } from './host-clock.ts';

/** A tenant, and what changes it from outside: its clock, keys, faults and snapshots. */
export type TenantHost = Readonly<{
  /** The segment after `/t/`; absent for the tenant at the root. */
  name: string | undefined;
  baseUrl: string;
  /** The present tenant. A reset or a restore replaces it. */
  tenant: Tenant;
  /** Answers the tenant's requests. Their paths begin after `/t/:name`. */
  handle: RequestHandler;
  clock: HostClock;
  keys: KeyRing;
  faults: Faults;
  requestLog: RequestLog;
  /** Makes a new key pair, which signs from then on. */
  rotateKeys: (dropOld: boolean) => Promise<void>;
  /** Puts everything back to the start: data, sessions, keys and clock. Removes all faults and empties the log. */
  reset: () => void;
  /** Saves data, sessions, mails, keys and time under a name. */
  snapshot: (name: string) => void;
  snapshotNames: () => readonly string[];
  /**
   * Puts everything back to a snapshot and removes all faults. The log goes on.
   *
   * @returns false when no snapshot has the name.
   */
  restore: (name: string) => boolean;
}>;
