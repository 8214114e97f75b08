import { join } from 'node:path';
import { startAppProcess } from '@auth-patterns/scripts/house/app-process.ts';
import { freePorts } from '@auth-patterns/scripts/house/ports.ts';
import { waitUntilReady } from '@auth-patterns/scripts/house/wait-until-ready.ts';
import type { BuiltApp } from '#house/running-house.ts';

export type BuiltAppOptions = Readonly<{
  /** Also names the folder below `dataFolder` into which it is built. */
  name: string;
  /** A script that builds into the folder and serves on the port that are its two arguments. */
  script: string;
  dataFolder: string;
  env: Readonly<Record<string, string>>;
}>;

/** Builds and serves another spa-client. One that cannot be built fails the specs that need it, and no other. */
export async function startBuiltApp({ name, script, dataFolder, env }: BuiltAppOptions): Promise<BuiltApp> {
  const { SPA_CLIENT_PORT: port } = await freePorts();
  const folder = join(dataFolder, name);
  const lines: string[] = [];
  const { stop, ended } = startAppProcess({
    name: 'spa-client',
    args: [script, folder, String(port)],
    env,
    onLine: (line) => lines.push(line),
  });
  const url = `http://localhost:${port}`;
  try {
    await waitUntilReady({ name: `The ${name} spa-client`, url, ended, isOwn: async () => true });
    return { address: { url, folder }, stop };
  } catch (error) {
    await stop();
    return { address: { problem: [String(error), ...lines].join('\n') }, stop };
  }
}
