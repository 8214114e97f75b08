import { printable } from '@auth-patterns/auth-config';
import { createDemoProject, type DemoClientName } from '@auth-patterns/demo-project';
import { startMockIdp } from '@auth-patterns/mock-idp';
import { type MockMedplumOptions, startMockMedplum } from '@auth-patterns/mock-medplum';
import { appEnvironments } from './app-environments.ts';
import { appNames, startAppProcess, type AppName, type AppProcess } from './app-process.ts';
import { houseUrls, type HouseUrls } from './house-urls.ts';
import type { Ports } from './ports.ts';
import { readiness } from './readiness.ts';
import { spaCommand } from './spa-command.ts';
import { waitUntilReady } from './wait-until-ready.ts';

export type House = Readonly<{
  urls: HouseUrls;
  ports: Ports;
  /** Resolves with a reason when an app ended that nobody stopped. */
  ended: Promise<string>;
  close: () => Promise<void>;
}>;

export type HouseOptions = Readonly<{
  ports: Ports;
  /** Which apps to start; all when absent. */
  apps?: readonly AppName[] | undefined;
  /** `dev` serves a browser app's sources as they are edited, `built` builds it as a deployer would. */
  spa: 'dev' | 'built';
  /** Further arguments of Vite's dev server. */
  viteArgs?: readonly string[] | undefined;
  /** Folder for what the apps store; its own folder when absent. */
  dataFolder?: string | undefined;
  /** Secrets in place of the demo ones. */
  clientSecrets?: Partial<Record<DemoClientName, string>> | undefined;
  /** How the mock differs, for tests: it runs deployed Bots, or stands behind what ends TLS. */
  mock?: Pick<MockMedplumOptions, 'runDeployedBots' | 'mtlsCertificateHeader'> | undefined;
  onLine: (source: string, line: string) => void;
}>;

// Node 22 warns that node:sqlite is young; `node src/main.ts` is started without that.
const node = ['--disable-warning=ExperimentalWarning', '--env-file-if-exists=.env', 'src/main.ts'] as const;
const commands: Readonly<
  Record<AppName, (options: HouseOptions, env: Readonly<Record<string, string>>) => Promise<readonly string[]>>
> = {
  'legacy-proxy': async () => node,
  'device-agent': async () => [...node, 'run'],
  'spa-client': spaCommand,
};

/** The servers that stand beside mock-medplum. */
const besides: Readonly<Record<string, (ports: Ports, urls: HouseUrls) => Promise<{ close: () => Promise<void> }>>> = {
  idp: async (ports, urls) =>
    startMockIdp({
      port: ports.MOCK_IDP_PORT,
      medplumUrl: urls.medplum,
      spaOrigin: urls.spaClient,
      legacyProxyOrigin: urls.legacyProxy,
      control: true,
      medplumTenants: true,
    }),
};

/**
 * Starts what stands for the servers in this process, and what runs on them in processes of its own.
 *
 * @throws Error of one line when a part cannot start; what had started is stopped again.
 */
export async function startHouse(options: HouseOptions): Promise<House> {
  const { ports, onLine } = options;
  const urls = houseUrls(ports);
  const closers: (() => Promise<void>)[] = [];
  const close = async (): Promise<void> => {
    await Promise.all(closers.splice(0).map(async (closeOne) => closeOne()));
  };
  try {
    const mock = await startMockMedplum({
      project: createDemoProject({
        spaOrigin: urls.spaClient,
        idpOrigin: urls.idp,
        clientSecrets: options.clientSecrets,
      }),
      port: ports.MOCK_MEDPLUM_PORT,
      baseUrl: urls.medplum,
      control: true,
      // The code of a Bot comes over the wire, from whoever knows a public password.
      runDeployedBots: process.env['MOCK_MEDPLUM_RUN_DEPLOYED_BOTS'] === 'true',
      ...options.mock,
      // mock-idp stands in for Google.
      ...(urls.idp && {
        google: { issuer: 'https://accounts.google.com', jwksUrl: `${urls.idp}/google/oauth2/v3/certs` },
      }),
      log: (entry) => onLine('mock-medplum', printable(JSON.stringify(entry))),
    });
    closers.push(async () => mock.close());
    for (const start of Object.values(besides)) {
      const beside = await start(ports, urls);
      closers.push(async () => beside.close());
    }
    const { apps = appNames } = options;
    const ended = await Promise.all(apps.map(async (name) => startApp(name, options, urls, closers)));
    return { urls, ports, close, ended: Promise.race(ended.map(async (app) => app.ended)) };
  } catch (error) {
    await close();
    throw error;
  }
}

async function startApp(
  name: AppName,
  options: HouseOptions,
  urls: HouseUrls,
  closers: (() => Promise<void>)[],
): Promise<AppProcess> {
  const env = appEnvironments(options, urls)[name];
  const app = startAppProcess({
    name,
    args: await commands[name](options, env),
    env,
    onLine: (line) => options.onLine(name, line),
  });
  closers.push(app.stop);
  await waitUntilReady({ ...app, ...readiness(name, urls) });
  return app;
}
