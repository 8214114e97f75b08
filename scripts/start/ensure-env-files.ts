import { copyFileSync, existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const apps = ['spa-client', 'legacy-proxy', 'device-agent'];

/** Gives each app a `.env` for the mock, from its `.env.example`, unless it has one. */
export function ensureEnvFiles(log: (line: string) => void): void {
  for (const app of apps) {
    const folder = fileURLToPath(new URL(`../../apps/${app}/`, import.meta.url));
    if (!existsSync(`${folder}.env`)) {
      copyFileSync(`${folder}.env.example`, `${folder}.env`);
      log(`Made apps/${app}/.env from .env.example`);
    }
  }
}
