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
import { clientSecrets } from './client-secrets.ts';
import { housePart } from './house-part.ts';
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
  const { apps, reports } = housePart();
  const logFile = emptyLog(reports);
  const onServer = process.env[serverVariable];
  if (onServer) {
    return setUpServer(onServer, apps, logFile);
  }
  const dataFolder = mkdtempSync(join(tmpdir(), 'house-'));
  const canary = `canary-${randomBytes(12).toString('hex')}`;
  const secrets = clientSecrets(canary);
  const onLine: HouseOptions['onLine'] = (source, line) => appendFileSync(logFile, `[${source}] ${line}\n`);
  const options: HouseOptions = {
    ports: await freePorts(),
    apps,
    spa: 'built',
    dataFolder,
    clientSecrets: secrets,
    onLine,
  };
  const house = await startHouse(options);
  const closers = [house.close];
  for (const start of Object.values(pages)) {
    closers.push((await start(house)).close);
  }
  const builds: Record<string, BuiltApp['address']> = {};
  for (const [app, start] of Object.entries(appsWithBuilds)) {
    const name = apps.find((one) => one === app);
    const started = name ? await start({ dataFolder, env: appEnvironments(options, house.urls)[name] }) : {};
    Object.entries(started).forEach(([build, { address, stop }]) => {
      builds[build] = address;
      closers.push(stop);
    });
  }
  const { urls, ports } = house;
  const running: RunningHouse = { urls, ports, dataFolder, logFile, canary, secrets, builds };
  process.env[houseVariable] = JSON.stringify(running);
  return async () => {
    await Promise.all(closers.map(async (close) => close()));
    rmSync(dataFolder, { recursive: true, force: true });
  };
}

function emptyLog(reports: string): string {
  const logFile = join(reports, 'house.log');
  mkdirSync(reports, { recursive: true });
  writeFileSync(logFile, '', { mode: 0o600 });
  return logFile;
}
