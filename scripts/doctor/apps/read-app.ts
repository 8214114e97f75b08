import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseEnv } from 'node:util';
import type { Outside } from '#doctor/outside.ts';
import { appEnvironments } from '#house/app-environments.ts';
import type { AppName } from '#house/app-process.ts';
import type { HouseUrls } from '#house/house-urls.ts';
import type { Ports } from '#house/ports.ts';
import type { App } from './app.ts';

/** Which addresses and ports `npm start` would give the apps. */
export type House = Readonly<{ ports: Ports; urls: HouseUrls }>;

/**
 * Reads what an app would find in its environment: its `.env` as Node reads it, then this process's variables, then what
 * `npm start` adds. Without a `.env` it is `.env.example`, which `npm start` would copy.
 */
export function readApp(name: AppName, { env, root }: Pick<Outside, 'env' | 'root'>, { ports, urls }: House): App {
  const folder = join(root, 'apps', name);
  const files = readEnvFiles(folder);
  const own = files.get('.env') ?? parseEnv(readFileSync(join(folder, '.env.example'), 'utf8'));
  const added = appEnvironments({ ports, spa: 'dev', onLine: () => undefined }, urls)[name];
  return {
    name,
    folder,
    files,
    own,
    env: withWholePaths({ ...own, ...env, ...added }, folder),
    url: urlOf(name, urls),
  };
}

/** An app runs in its own folder, and its settings name files from there. */
function withWholePaths(env: App['env'], folder: string): App['env'] {
  const namesFile = (name: string): boolean => /_FILE$|_ROTATING_SECRET$/.test(name);
  return Object.fromEntries(
    Object.entries(env).map(([name, value]) => [name, value && namesFile(name) ? resolve(folder, value) : value]),
  );
}

function readEnvFiles(folder: string): App['files'] {
  const names = existsSync(folder) ? readdirSync(folder) : [];
  const found = names.filter((name) => /^\.env(\.|$)/.test(name) && name !== '.env.example').sort();
  return new Map(found.map((name) => [name, parseEnv(readFileSync(join(folder, name), 'utf8'))]));
}

function urlOf(name: AppName, { spaClient, legacyProxy, deviceAgent }: HouseUrls): string {
  return { 'spa-client': spaClient, 'legacy-proxy': legacyProxy, 'device-agent': deviceAgent }[name];
}
