import { fileURLToPath } from 'node:url';
import { type BuiltAppOptions, startBuiltApp } from '#built-app/start-built-app.ts';
import type { BuiltApp } from './running-house.ts';

const scripts: Readonly<Record<string, URL>> = {
  undefended: new URL('../undefended/serve-twin.ts', import.meta.url),
  withoutFeatures: new URL('../built-app/serve-core.ts', import.meta.url),
};

/** Starts spa-client without its defences, and without any feature. */
export async function startOtherBuilds(
  options: Omit<BuiltAppOptions, 'name' | 'script'>,
): Promise<Readonly<Record<string, BuiltApp>>> {
  const starting = Object.entries(scripts).map(
    async ([name, url]) => [name, await startBuiltApp({ ...options, name, script: fileURLToPath(url) })] as const,
  );
  return Object.fromEntries(await Promise.all(starting));
}
