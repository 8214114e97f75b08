import type { ClockChange, ClockReport } from '#control/clock.ts';
import type { LoginChoice, LoginReport } from '#control/logins.ts';
import type { Session } from '#control/make-session.ts';
import type { SessionOptions } from '#control/session-options.ts';
import type { TenantReport, TenantOptions } from '#control/tenants.ts';
import type { TokenExpiry } from '#control/tokens.ts';
import type { FaultRule } from '#fault/fault-rule.ts';
import type { ActiveFault } from '#fault/faults.ts';
import type { RequestLogEntry } from '#request-log/request-log.ts';
import type { Mail } from '#tenant/outbox.ts';
import { followEvents } from './follow-events.ts';
import { createSender } from './send-control.ts';

/** Controls one tenant of a running mock Medplum. Every method throws ControlError when it is refused. */
export type ControlClient = Readonly<{
  /** The tenant's, with a trailing slash: what a MedplumClient is given. */
  baseUrl: string;
  clock: Readonly<{
    read: () => Promise<ClockReport>;
    change: (change: ClockChange) => Promise<ClockReport>;
    /** Moves time by seconds. */
    move: (seconds: number) => Promise<ClockReport>;
    freeze: () => Promise<ClockReport>;
    resume: () => Promise<ClockReport>;
  }>;
  /** Makes tokens without a sign-in. */
  makeSession: (options: SessionOptions) => Promise<Session>;
  listLogins: () => Promise<readonly LoginReport[]>;
  /** Ends the logins that fit, all of them by default. */
  revokeLogins: (choice?: LoginChoice) => Promise<Readonly<{ revoked: readonly string[] }>>;
  rotateKeys: (options?: Readonly<{ dropOld?: boolean }>) => Promise<Readonly<{ kids: readonly string[] }>>;
  /** Ends tokens before their time: access tokens by default, so that a client has to refresh. */
  expireTokens: (expiry?: TokenExpiry) => Promise<void>;
  faults: Readonly<{
    add: (rule: FaultRule) => Promise<ActiveFault>;
    list: () => Promise<readonly ActiveFault[]>;
    remove: (id: string) => Promise<void>;
    clear: () => Promise<void>;
  }>;
  log: Readonly<{
    /** Requests after a sequence number, oldest first. */
    list: (after?: number) => Promise<readonly RequestLogEntry[]>;
    /** Requests from now on, as they are answered. */
    follow: (signal?: AbortSignal) => AsyncGenerator<RequestLogEntry, void, void>;
    clear: () => Promise<void>;
  }>;
  mail: Readonly<{
    /** What Medplum would have sent, newest last. */
    list: () => Promise<readonly Mail[]>;
  }>;
  reset: () => Promise<void>;
  snapshot: (name: string) => Promise<void>;
  restore: (name: string) => Promise<void>;
  /** Only of the tenant at the root. */
  tenants: Readonly<{
    list: () => Promise<readonly TenantReport[]>;
    /** Makes a tenant and returns the client that controls it. */
    create: (options?: TenantOptions) => Promise<ControlClient>;
    close: (name: string) => Promise<void>;
  }>;
}>;

/**
 * Makes a client for the control plane of a mock Medplum that runs with `control`.
 *
 * @param baseUrl - Of the tenant, for example `http://localhost:8103/` or `http://localhost:8103/t/mine/`.
 */
export function createControlClient(baseUrl: string): ControlClient {
  const send = createSender(baseUrl);
  const changeClock = async (change: ClockChange): Promise<ClockReport> => send('POST', '/clock', change);
  return {
    baseUrl,
    clock: {
      read: async () => send('GET', '/clock'),
      change: changeClock,
      move: async (seconds) => changeClock({ moveSeconds: seconds }),
      freeze: async () => changeClock({ frozen: true }),
      resume: async () => changeClock({ frozen: false }),
    },
    makeSession: async (options) => send('POST', '/tokens', options),
    listLogins: async () => send('GET', '/logins'),
    revokeLogins: async (choice = {}) => send('POST', '/logins/revoke', choice),
    rotateKeys: async (options = {}) => send('POST', '/keys/rotate', options),
    expireTokens: async (expiry = {}) => send('POST', '/tokens/expire', expiry),
    faults: {
      add: async (rule) => send('POST', '/faults', rule),
      list: async () => send('GET', '/faults'),
      remove: async (id) => send('DELETE', `/faults/${encodeURIComponent(id)}`),
      clear: async () => send('DELETE', '/faults'),
    },
    log: {
      list: async (after = 0) => send('GET', `/log?after=${after}`),
      follow: (signal) => followEvents(new URL('mock/log/live', baseUrl), signal),
      clear: async () => send('DELETE', '/log'),
    },
    mail: { list: async () => send('GET', '/mail') },
    reset: async () => send('POST', '/reset'),
    snapshot: async (name) => send('PUT', `/snapshots/${encodeURIComponent(name)}`),
    restore: async (name) => send('POST', `/snapshots/${encodeURIComponent(name)}/restore`),
    tenants: {
      list: async () => send('GET', '/tenants'),
      create: async (options = {}) =>
        createControlClient((await send<TenantReport>('POST', '/tenants', options)).baseUrl),
      close: async (name) => send('DELETE', `/tenants/${encodeURIComponent(name)}`),
    },
  };
}
