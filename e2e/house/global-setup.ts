import { randomBytes } from 'node:crypto';
import { appendFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { appEnvironments } from '@auth-patterns/scripts/house/app-environments.ts';
import { freePorts } from '@auth-patterns/scripts/house/ports.ts';
import { startHouse, type HouseOptions } from '@auth-patterns/scripts/house/start-house.ts';
import { startStartPage } from '@auth-patterns/scripts/start/start-page.ts';
import { startTwin } from '#undefended/start-twin.ts';
import { clientSecrets } from './client-secrets.ts';
import { housePart } from './house-part.ts';
import { houseVariable, type RunningHouse } from './running-house.ts';

const noTwin = { address: { problem: 'This part of the specs has no undefended twin.' }, stop: async () => undefined };

/** Starts the house on free ports, with secrets made for this run, and stops it at the end. */
export default async function globalSetup(): Promise<() => Promise<void>> {
  const { apps, reports } = housePart();
  const logFile = join(reports, 'house.log');
  mkdirSync(reports, { recursive: true });
  writeFileSync(logFile, '', { mode: 0o600 });
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
  const twin = apps.includes('spa-client')
    ? await startTwin(dataFolder, appEnvironments(options, house.urls)['spa-client'])
    : noTwin;
  const { urls, ports } = house;
  const running: RunningHouse = { urls, ports, dataFolder, logFile, canary, undefended: twin.address };
  process.env[houseVariable] = JSON.stringify(running);
  return async () => {
    await Promise.all([house.close(), startPage.close(), twin.stop()]);
    rmSync(dataFolder, { recursive: true, force: true });
  };
}
