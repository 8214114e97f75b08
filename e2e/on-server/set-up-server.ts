import { appendFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createDemoProject } from '@auth-patterns/demo-project';
import type { AppName } from '@auth-patterns/scripts/house/app-process.ts';
import { freePorts, type Ports } from '@auth-patterns/scripts/house/ports.ts';
import { replaceIds } from '@auth-patterns/scripts/provision/wanted-resource.ts';
import type { Resource } from '@medplum/fhirtypes';
import { clientSecrets } from '#house/client-secrets.ts';
import { startOtherBuilds } from '#house/other-builds.ts';
import { houseVariable, type RunningHouse } from '#house/running-house.ts';
import { provisionServer } from './provision-server.ts';
import type { ServerAddress } from './server-address.ts';
import { startApps } from './start-apps.ts';
import { startSignInPage } from './start-sign-in-page.ts';

/** Provisions a real server, starts the apps on it, and stops them at the end. The clinic stays on the server. */
export async function setUpServer(
  baseUrl: string,
  apps: readonly AppName[],
  logFile: string,
): Promise<() => Promise<void>> {
  const dataFolder = mkdtempSync(join(tmpdir(), 'auth-patterns-'));
  const closers: (() => Promise<void>)[] = [];
  const stop = async (): Promise<void> => {
    await Promise.all(closers.map(async (close) => close()));
    // It holds the .env files of a real server.
    rmSync(dataFolder, { recursive: true, force: true });
  };
  try {
    process.env[houseVariable] = JSON.stringify(await start({ baseUrl, apps, logFile, dataFolder, closers }));
  } catch (error) {
    await stop();
    throw error;
  }
  return stop;
}

type Run = Readonly<{
  baseUrl: string;
  apps: readonly AppName[];
  logFile: string;
  dataFolder: string;
  /** Gets what stops each part, as soon as it has started. */
  closers: (() => Promise<void>)[];
}>;

async function start({ baseUrl, apps, logFile, dataFolder, closers }: Run): Promise<RunningHouse> {
  const ports = await freePorts();
  const urls = urlsOf(ports, baseUrl);
  const { spaClient: spaOrigin, idp: idpOrigin } = urls;
  const provisioned = await provisionServer({ baseUrl, spaOrigin, idpOrigin, root: dataFolder });
  const { projectId, ids, environments } = provisioned;
  const signInPage = await startSignInPage(baseUrl, clinicOf(provisioned, urls), ids, spaOrigin);
  closers.push(signInPage.close);
  const all = withPorts(environments, ports, dataFolder);
  const started = await startApps({
    apps,
    ports,
    dataFolder,
    environments: all,
    onLine: (source, line) => appendFileSync(logFile, `[${source}] ${line}\n`),
  });
  closers.push(...started.map(({ stop }) => stop));
  const builds = await startOtherBuilds({ dataFolder, env: all['spa-client'] });
  closers.push(...Object.values(builds).map(({ stop }) => stop));
  const addresses = Object.fromEntries(Object.entries(builds).map(([name, { address }]) => [name, address]));
  const onServer = { baseUrl, projectId, ids, signInPage: signInPage.address };
  const canary = secretOf(environments['legacy-proxy']);
  const secrets = {
    ...clientSecrets(canary),
    deviceAgent: secretOf(environments['device-agent']),
    legacyProxy: canary,
  };
  return { urls, ports, dataFolder, logFile, builds: addresses, canary, secrets, onServer };
}

/** The clinic with the server's ids. */
function clinicOf({ ids }: Pick<ServerAddress, 'ids'>, { spaClient, idp }: RunningHouse['urls']): Resource[] {
  const { resources } = createDemoProject({ spaOrigin: spaClient, idpOrigin: idp });
  return replaceIds(resources, new Map(Object.entries(ids)));
}

function urlsOf(ports: Ports, medplum: string): RunningHouse['urls'] {
  const at = (port: number): string => `http://localhost:${port}`;
  return {
    startPage: at(ports.START_PAGE_PORT),
    spaClient: at(ports.SPA_CLIENT_PORT),
    legacyProxy: at(ports.LEGACY_PROXY_PORT),
    deviceAgent: at(ports.DEVICE_AGENT_STATUS_PORT),
    medplum,
    idp: at(ports.MOCK_IDP_PORT),
  };
}

function withPorts(
  environments: Awaited<ReturnType<typeof provisionServer>>['environments'],
  ports: Ports,
  dataFolder: string,
): typeof environments {
  return {
    'spa-client': {
      ...environments['spa-client'],
      SPA_CLIENT_PORT: String(ports.SPA_CLIENT_PORT),
    },
    'legacy-proxy': {
      ...environments['legacy-proxy'],
      LEGACY_PROXY_PORT: String(ports.LEGACY_PROXY_PORT),
      LEGACY_PROXY_DATA_DIR: join(dataFolder, 'legacy-proxy'),
    },
    'device-agent': {
      ...environments['device-agent'],
      DEVICE_AGENT_STATUS_PORT: String(ports.DEVICE_AGENT_STATUS_PORT),
      DEVICE_AGENT_MLLP_PORT: String(ports.DEVICE_AGENT_MLLP_PORT),
      DEVICE_AGENT_DATA_DIR: join(dataFolder, 'device-agent'),
    },
  };
}

function secretOf(environment: Readonly<Record<string, string>>): string {
  return environment['MEDPLUM_CLIENT_SECRET'] ?? '';
}
