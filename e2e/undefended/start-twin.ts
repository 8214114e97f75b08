import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startAppProcess } from '@auth-patterns/scripts/house/app-process.ts';
import { freePorts } from '@auth-patterns/scripts/house/ports.ts';
import { waitUntilReady } from '@auth-patterns/scripts/house/wait-until-ready.ts';

/** Where spa-client without its defences is served, or why it could not be built. */
export type TwinAddress = Readonly<{ url: string; folder: string }> | Readonly<{ problem: string }>;

type Twin = Readonly<{ address: TwinAddress; stop: () => Promise<void> }>;

/** Builds and serves the twin. One that cannot be built fails the attacks on it, and no other spec. */
export async function startTwin(dataFolder: string, env: Readonly<Record<string, string>>): Promise<Twin> {
  const { SPA_CLIENT_PORT: port } = await freePorts();
  const folder = join(dataFolder, 'undefended');
  const lines: string[] = [];
  const { stop, ended } = startAppProcess({
    name: 'spa-client',
    args: [fileURLToPath(new URL('./serve-twin.ts', import.meta.url)), folder, String(port)],
    env,
    onLine: (line) => lines.push(line),
  });
  const url = `http://localhost:${port}`;
  try {
    await waitUntilReady({ name: 'The undefended spa-client', url, ended, isOwn: async () => true });
    return { address: { url, folder }, stop };
  } catch (error) {
    await stop();
    return { address: { problem: [String(error), ...lines].join('\n') }, stop };
  }
}
