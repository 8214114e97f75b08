import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { appNames } from '#house/app-process.ts';
import { ensureEnvFile } from './ensure-env-file.ts';

const houseApps = fileURLToPath(new URL('../../apps/', import.meta.url));

/** Gives each app a `.env` for the mock, as `ensureEnvFile` does. */
export function ensureEnvFiles(log: (line: string) => void, appsFolder = houseApps): void {
  appNames.forEach((app) => ensureEnvFile(join(appsFolder, app), `apps/${app}/.env`, log));
}
