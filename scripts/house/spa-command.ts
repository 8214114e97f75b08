import { execFile } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { HouseOptions } from './start-house.ts';

const run = promisify(execFile);
const vite = join(dirname(createRequire(import.meta.url).resolve('vite/package.json')), 'bin', 'vite.js');
const appFolder = fileURLToPath(new URL('../../apps/spa-client', import.meta.url));

/** The arguments that serve spa-client, after building it when a built one is asked for. */
export async function spaCommand(
  { spa, dataFolder, ports, viteArgs = [] }: HouseOptions,
  env: Readonly<Record<string, string>>,
): Promise<readonly string[]> {
  const serve = ['--host', '127.0.0.1', '--port', String(ports.SPA_CLIENT_PORT), '--strictPort'];
  if (spa === 'dev') {
    return [vite, ...serve, ...viteArgs];
  }
  const outDir = dataFolder ? join(dataFolder, 'spa-client') : 'dist';
  await run(process.execPath, [vite, 'build', '--outDir', outDir, '--emptyOutDir', '--logLevel', 'error'], {
    cwd: appFolder,
    env: { ...process.env, ...env },
  });
  return [vite, 'preview', '--outDir', outDir, ...serve];
}
