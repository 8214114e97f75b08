import { randomBytes, randomUUID } from 'node:crypto';
import type { RequestHandler } from 'express';
import { loadDefinitions } from '#definitions/load-definitions.ts';
import { type AudienceOptions, createAudience } from '#http/audience.ts';
import { lazily } from '#http/lazily.ts';
import { listen } from '#http/listen.ts';
import type { MedplumProject } from '#project/medplum-project.ts';
import { createApp } from '#server/create-app.ts';
import type { TenantHost } from '#tenant-host/tenant-host.ts';
import { createTenantRegistry, type TenantRegistry } from '#tenant-host/tenant-registry.ts';
import type { BotHandler } from '#tenant/bot-handler.ts';
import type { BotSandbox } from '#tenant/bot-sandbox.ts';
import type { Clock } from '#tenant/clock.ts';
import type { Log } from '#tenant/log.ts';
import type { Random } from '#tenant/random.ts';
import { defaultSettings, type TenantSettings } from '#tenant/tenant-settings.ts';
import type { Tenant } from '#tenant/tenant.ts';
import { type AttachedSockets, attachWebSockets } from '#ws/attach-web-sockets.ts';
import { findTenantIn } from '#ws/find-tenant.ts';

/** Ids and secrets from the operating system. */
const systemRandom: Random = { uuid: () => randomUUID(), hex: (bytes) => randomBytes(bytes).toString('hex') };

/** How to start a mock Medplum. */
export type MockMedplumOptions = Partial<TenantSettings> &
  Pick<AudienceOptions, 'allowedHosts' | 'allowedOrigins'> &
  Readonly<{
    /** Absent for an empty server, on which projects are made by registering. */
    project?: MedplumProject | undefined;
    /** Adds Medplum's super administrator `admin@example.com`. Default is false. */
    superAdmin?: boolean | undefined;
    /** Code of the project's Bots, by Bot id. */
    bots?: Readonly<Record<string, BotHandler>> | undefined;
    /** Runs the code that was deployed to the other Bots, each run in a process of its own. Default is false. */
    runDeployedBots?: boolean | undefined;
    /** TCP port. Default is 0, which takes a free one. */
    port?: number | undefined;
    /** Issuer and base URL with a trailing slash. Default is `http://localhost:<port>/`. */
    baseUrl?: string | undefined;
    /** Default is the system's clock. */
    clock?: Clock | undefined;
    /** Default is the system's random source. */
    random?: Random | undefined;
    /** Gets an entry for each event, for example a sign-in. Default is no log. */
    log?: Log | undefined;
    /** Serves the control plane at `/mock`, to this machine only, and keeps the log of requests. Default is false. */
    control?: boolean | undefined;
  }>;

/** A mock Medplum that listens. `await using` closes it at the end of the block. */
export type MockMedplum = AsyncDisposable &
  Readonly<{
    /** For example `http://localhost:8103/`. */
    baseUrl: string;
    /** The present tenant at the root. A reset or a restore replaces it. */
    tenant: Tenant;
    /** The root and all tenants under `/t/`. */
    tenants: TenantRegistry;
    /** Stops listening and closes all connections. */
    close: () => Promise<void>;
  }>;

/**
 * Starts a mock Medplum on the loopback interface, with the data of one project.
 *
 * @throws ListenError when the port cannot be had.
 * @throws ProjectError when the data cannot be used.
 */
export async function startMockMedplum(options: MockMedplumOptions): Promise<MockMedplum> {
  const { clock = () => new Date(), random = systemRandom, log = () => undefined, control = false } = options;
  loadDefinitions();
  const { server, port } = await listen(options.port ?? 0);

  const botSandbox = options.runDeployedBots ? await makeBotSandbox() : undefined;
  let sockets: AttachedSockets | undefined;

  async function close(): Promise<void> {
    const closed = new Promise((resolve) => server.close(resolve));
    await botSandbox?.close();
    sockets?.close();
    server.closeAllConnections();
    await closed;
  }

  try {
    const baseUrl = options.baseUrl ?? `http://localhost:${port}/`;
    const loopbackUrl = `http://127.0.0.1:${port}/`;
    const bots = new Map(Object.entries(options.bots ?? {}));
    const { project, superAdmin } = options;
    const serve = (host: TenantHost): RequestHandler => lazily(async () => serveHost(host, control));
    const given = { clock, random, log, serve, project, superAdmin, botSandbox };
    const tenants = await createTenantRegistry({
      ...given,
      settings: readSettings(options),
      baseUrl,
      loopbackUrl,
      bots,
    });
    const audience = createAudience({ ...options, baseUrl });
    server.on('request', createApp({ tenants, audience, log, control }));
    sockets = attachWebSockets(server, { audience, findTenant: findTenantIn(tenants) });
    return {
      baseUrl,
      tenants,
      get tenant() {
        return tenants.root.tenant;
      },
      close,
      [Symbol.asyncDispose]: close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

async function serveHost(host: TenantHost, control: boolean): Promise<RequestHandler> {
  const { serveTenantHost, serveWithControl } = await import('#server/serve-tenant-host.ts');
  return control ? serveWithControl(host) : serveTenantHost(host);
}

/** Read only when it is used, as most of what answers requests is. */
async function makeBotSandbox(): Promise<BotSandbox> {
  return (await import('#bots/sandbox/bot-sandbox.ts')).createBotSandbox();
}

/** Fills in the settings of a stock Medplum. */
function readSettings(options: Partial<TenantSettings>): TenantSettings {
  const optional = ['rateLimits', 'mtlsCertificateHeader', 'google', 'externalAuthProviders'];
  const names = new Set([...Object.keys(defaultSettings), ...optional]);
  const given = Object.entries(options).filter(([name, value]) => names.has(name) && value !== undefined);
  return { ...defaultSettings, ...Object.fromEntries(given) };
}
