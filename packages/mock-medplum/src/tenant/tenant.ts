import type { ResourceStore } from '#store/resource-store.ts';
import type { Agents } from './agents.ts';
import type { BotHandler } from './bot-handler.ts';
import type { BotSandbox } from './bot-sandbox.ts';
import type { Clock } from './clock.ts';
import type { Log } from './log.ts';
import type { Logins } from './logins.ts';
import type { Outbound } from './outbound.ts';
import type { Outbox } from './outbox.ts';
import type { Random } from './random.ts';
import type { SigningKeys } from './signing-keys.ts';
import type { Subscribers } from './subscribers.ts';
import type { TenantSettings } from './tenant-settings.ts';

/** A connection that can be cut. */
export type OpenSocket = Readonly<{ terminate: () => void }>;

/** One isolated tenant: an issuer with its keys, its data and its clock. */
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
  /** How other servers are reached. */
  outbound: Outbound;
  /** Used client assertions and when they expire, in seconds since 1970. */
  spentAssertions: Map<string, number>;
  /** What this server is configured to do. */
  settings: TenantSettings;
  /** The mails that Medplum would have sent. */
  outbox: Outbox;
  /** Where the server itself is reached, with a trailing slash, also when `baseUrl` is the address of a proxy. */
  loopbackUrl: string;
  /** Code of the Bots that came with the project, by Bot id. A Bot that is deployed brings its own. */
  bots: ReadonlyMap<string, BotHandler>;
  /** Where deployed code runs. Absent, as by default, no deployed code runs; no request can change that. */
  botSandbox?: BotSandbox | undefined;
  /** The agents behind `/ws/agent`. */
  agents: Agents;
  /** The sockets at `/ws/subscriptions-r4`. */
  subscribers: Subscribers;
  /** The open sockets, which a reset cuts. */
  sockets: Set<OpenSocket>;
}>;
