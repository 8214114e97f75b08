import { randomBytes } from 'node:crypto';
import { appendFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { appEnvironments } from '@auth-patterns/scripts/house/app-environments.ts';
import { freePorts } from '@auth-patterns/scripts/house/ports.ts';
import { startHouse, type HouseOptions } from '@auth-patterns/scripts/house/start-house.ts';
import { startStartPage } from '@auth-patterns/scripts/start/start-page.ts';
import { type BuiltApp, startBuiltApp } from '#built-app/start-built-app.ts';
import { serverVariable } from '#on-server/server-address.ts';
import { setUpServer } from '#on-server/set-up-server.ts';
import { clientSecrets } from './client-secrets.ts';
import { housePart } from './house-part.ts';
import { houseVariable, type RunningHouse } from './running-house.ts';

const noApp = {
  address: { problem: 'This part of the specs has no other build of spa-client.' },
  stop: async () => undefined,
};
const scripts = {
  undefended: fileURLToPath(new URL('../undefended/serve-twin.ts', import.meta.url)),
  core: fileURLToPath(new URL('../built-app/serve-core.ts', import.meta.url)),
} as const;

/** Starts the house on free ports, with secrets made for this run, and stops it at the end. */
export default async function globalSetup(): Promise<() => Promise<void>> {
  const { apps, hasOtherBuilds, reports } = housePart();
  const logFile = join(reports, 'house.log');
  mkdirSync(reports, { recursive: true });
  writeFileSync(logFile, '', { mode: 0o600 });
  const server = process.env[serverVariable];
  if (server) {
    return setUpServer(server, apps, logFile);
  }
  const dataFolder = mkdtempSync(join(tmpdir(), 'auth-patterns-'));
  const canary = `canary-${randomBytes(12).toString('hex')}`;
  const options: HouseOptions = {
    ports: await freePorts(),
    apps,
    spa: 'built',
    dataFolder,
    clientSecrets: clientSecrets(canary),
    onLine: (source, line) => appendFileSync(logFile, `[${source}] ${line}\n`),
  };
  const house = await startHouse(options);
  const startPage = await startStartPage(house);
  const env = appEnvironments(options, house.urls)['spa-client'];
  const start = async (name: keyof typeof scripts): Promise<BuiltApp> =>
    hasOtherBuilds ? startBuiltApp({ name, script: scripts[name], dataFolder, env }) : noApp;
  const [undefended, core] = await Promise.all([start('undefended'), start('core')]);
  const { urls, ports } = house;
  const running: RunningHouse = {
    urls,
    ports,
    dataFolder,
    logFile,
    canary,
    secrets: clientSecrets(canary),
    undefended: undefended.address,
    core: core.address,
  };
  process.env[houseVariable] = JSON.stringify(running);
  return async () => {
    await Promise.all([house.close(), startPage.close(), undefended.stop(), core.stop()]);
    rmSync(dataFolder, { recursive: true, force: true });
  };
}
