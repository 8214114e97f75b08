import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { HouseUrls } from '@auth-patterns/scripts/house/house-urls.ts';
import type { HouseOptions } from '@auth-patterns/scripts/house/start-house.ts';

export type UndefendedHouse = Readonly<{ urls: HouseUrls; stop: () => Promise<void> }>;

const main = fileURLToPath(new URL('./serve-house.ts', import.meta.url));
const hooks = new URL('./undefend-node.ts', import.meta.url).href;

/**
 * Starts a second house whose servers have no defence against foreign pages.
 *
 * @throws Error with what the house said when it cannot start.
 */
export async function startUndefendedHouse(
  options: Omit<HouseOptions, 'onLine' | 'spa' | 'viteArgs'>,
  env: Readonly<Record<string, string>>,
): Promise<UndefendedHouse> {
  // Vite's own loader would bundle the settings of the dev server, and Node would not see their sources.
  const all = { ...options, spa: 'dev', viteArgs: ['--configLoader', 'native'] } satisfies Omit<HouseOptions, 'onLine'>;
  const child = spawn(process.execPath, [main, JSON.stringify(all)], {
    env: { ...process.env, ...env, NODE_OPTIONS: `--disable-warning=ExperimentalWarning --import ${hooks}` },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const said: string[] = [];
  createInterface(child.stderr).on('line', (line) => said.push(line));
  const ended = once(child, 'exit');
  const first = once(createInterface(child.stdout), 'line') as Promise<[string]>;
  const line = await Promise.race([first, ended.then(() => undefined)]);
  if (!line) {
    throw new Error(['The undefended house did not start.', ...said].join('\n'));
  }
  return {
    urls: JSON.parse(line[0]) as HouseUrls,
    stop: async () => {
      child.kill('SIGTERM');
      await ended;
    },
  };
}
