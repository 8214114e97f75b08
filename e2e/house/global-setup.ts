import { randomBytes } from 'node:crypto';
import { appendFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePorts } from '@auth-patterns/scripts/house/ports.ts';
import { startHouse } from '@auth-patterns/scripts/house/start-house.ts';
import { houseVariable, type RunningHouse } from './running-house.ts';

/** Starts the whole house on free ports, with secrets made for this run, and stops it at the end. */
export default async function globalSetup(): Promise<() => Promise<void>> {
  const reports = new URL('../.reports/', import.meta.url).pathname;
  const logFile = join(reports, 'house.log');
  mkdirSync(reports, { recursive: true });
  writeFileSync(logFile, '');
  const dataFolder = mkdtempSync(join(tmpdir(), 'auth-patterns-'));
  const canary = `canary-${randomBytes(12).toString('hex')}`;
  const house = await startHouse({
    ports: await freePorts(),
    spa: 'built',
    dataFolder,
    clientSecrets: { spaClient: `${canary}-spa`, legacyProxy: `${canary}-proxy`, deviceAgent: `${canary}-device` },
    onLine: (source, line) => appendFileSync(logFile, `[${source}] ${line}\n`),
  });
  const running: RunningHouse = { urls: house.urls, ports: house.ports, dataFolder, logFile, canary };
  process.env[houseVariable] = JSON.stringify(running);
  return async () => {
    await house.close();
    rmSync(dataFolder, { recursive: true, force: true });
  };
}
