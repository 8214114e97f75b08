import type { Logins } from '#login/logins.ts';
import type { ResourceStore } from '#store/resource-store.ts';
import type { SigningKeys } from '#token/signing-keys.ts';

/** Reads the time. Everything that expires asks it, so that a test can move it. */
export type Clock = () => Date;

/** Source of ids and secrets. */
export type Random = Readonly<{
  /** A version 4 UUID. */
  uuid: () => string;
  /** `bytes` random bytes in hexadecimal. */
  hex: (bytes: number) => string;
}>;

/** One thing that happened. It carries no secret. */
export type LogEntry = Readonly<{ event: string } & Record<string, unknown>>;

/** Where a tenant tells what happened, for example login events and its own faults. */
export type Log = (entry: LogEntry) => void;

/** One isolated world: an issuer with its keys, its data and its clock. */
export type Tenant = Readonly<{
  /** Issuer and base URL with a trailing slash, for example `http://localhost:8103/`. */
  baseUrl: string;
  /** Where the sign-in page is, with a trailing slash. Medplum calls it `appBaseUrl`. */
  appBaseUrl: string;
  clock: Clock;
  random: Random;
  log: Log;
  store: ResourceStore;
  /** The sessions behind codes, cookies and tokens. */
  logins: Logins;
  keys: SigningKeys;
  /** Password by User id. A demo double keeps them in plain text and compares them in constant time. */
  passwords: Map<string, string>;
}>;
