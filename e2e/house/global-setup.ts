import { randomBytes } from 'node:crypto';
import { appendFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { appEnvironments } from '@auth-patterns/scripts/house/app-environments.ts';
import { freePorts } from '@auth-patterns/scripts/house/ports.ts';
import { type House, type HouseOptions, startHouse } from '@auth-patterns/scripts/house/start-house.ts';
import { startStartPage } from '@auth-patterns/scripts/start/start-page.ts';
import { serverVariable } from '#on-server/server-address.ts';
import { setUpServer } from '#on-server/set-up-server.ts';
import { certificateHeader } from './certificate-header.ts';
import { clientSecrets } from './client-secrets.ts';
import { type HousePart, housePart } from './house-part.ts';
import { startOtherBuilds } from './other-builds.ts';
import { type BuiltApp, houseVariable, type RunningHouse } from './running-house.ts';

/** Pages that stand beside the apps. */
const pages: Readonly<Record<string, (house: House) => Promise<Readonly<{ close: () => Promise<void> }>>>> = {
  startPage: startStartPage,
};

type StartBuilds = (
  options: Readonly<{ dataFolder: string; env: Readonly<Record<string, string>> }>,
) => Promise<Readonly<Record<string, BuiltApp>>>;

/** Apps of which there are other builds as well. */
const appsWithBuilds: Readonly<Record<string, StartBuilds>> = { 'spa-client': startOtherBuilds };

/** Starts the house on free ports, with secrets made for this run, and stops it at the end. */
export default async function globalSetup(): Promise<() => Promise<void>> {
  const part = housePart();
  const logFile = emptyLog(part.reports);
  const onServer = process.env[serverVariable];
  if (onServer) {
    return setUpServer(onServer, part.apps, logFile);
  }
  const dataFolder = mkdtempSync(join(tmpdir(), 'house-'));
  const closers: (() => Promise<void>)[] = [];
  const stop = async (): Promise<void> => {
    await Promise.all(closers.map(async (close) => close()));
    rmSync(dataFolder, { recursive: true, force: true });
  };
  try {
    process.env[houseVariable] = JSON.stringify(await start(part, { dataFolder, logFile, closers }));
  } catch (error) {
    await stop();
    throw error;
  }
  return stop;
}

type Run = Readonly<{
  dataFolder: string;
  logFile: string;
  /** Gets what stops each part, as soon as it has started. */
  closers: (() => Promise<void>)[];
}>;

async function start(part: HousePart, { dataFolder, logFile, closers }: Run): Promise<RunningHouse> {
  const canary = `canary-${randomBytes(12).toString('hex')}`;
  const secrets = clientSecrets(canary);
  const onLine: HouseOptions['onLine'] = (source, line) => appendFileSync(logFile, `[${source}] ${line}\n`);
  const options: HouseOptions = {
    ports: await freePorts(),
    apps: part.apps,
    spa: 'built',
    dataFolder,
    clientSecrets: secrets,
    // On a free port and with secrets made for this run, nobody else deploys a Bot.
    mock: { runDeployedBots: true, mtlsCertificateHeader: certificateHeader },
    onLine,
  };
  const house = await startHouse(options);
  closers.push(house.close);
  for (const startPage of Object.values(pages)) {
    closers.push((await startPage(house)).close);
  }
  const builds: Record<string, BuiltApp['address']> = {};
  for (const [app, startBuilds] of Object.entries(appsWithBuilds)) {
    const name = part.hasOtherBuilds ? part.apps.find((one) => one === app) : undefined;
    const started = name ? await startBuilds({ dataFolder, env: appEnvironments(options, house.urls)[name] }) : {};
    Object.entries(started).forEach(([build, { address, stop }]) => {
      builds[build] = address;
      closers.push(stop);
    });
  }
  return { urls: house.urls, ports: house.ports, dataFolder, logFile, canary, secrets, builds };
}

function emptyLog(reports: string): string {
  const logFile = join(reports, 'house.log');
  mkdirSync(reports, { recursive: true });
  writeFileSync(logFile, '', { mode: 0o600 });
  return logFile;
}
