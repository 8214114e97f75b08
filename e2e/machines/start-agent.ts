import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { startAppProcess } from '@auth-patterns/scripts/house/app-process.ts';

/** A device-agent of a spec's own. */
export type Agent = AsyncDisposable &
  Readonly<{
    /** Sends one of the samples as the analyzer does, and returns the acknowledgment. */
    send: (sample: string) => Promise<string>;
    /** How many messages wait. */
    queued: () => Promise<number>;
  }>;

const run = promisify(execFile);
const appFolder = fileURLToPath(new URL('../../apps/device-agent/', import.meta.url));

/** Starts device-agent as a process of its own, on free ports. It need not reach Medplum to be ready. */
export async function startAgent(folder: string, env: Readonly<Record<string, string>>): Promise<Agent> {
  const { promise, resolve, reject } = Promise.withResolvers<readonly [string, string]>();
  const app = startAppProcess({
    name: 'device-agent',
    args: ['--disable-warning=ExperimentalWarning', 'src/main.ts', 'run'],
    env: { DEVICE_AGENT_DATA_DIR: folder, DEVICE_AGENT_MLLP_PORT: '0', DEVICE_AGENT_STATUS_PORT: '0', ...env },
    onLine: (line) => {
      const [, port, url] = /ready mllp=127\.0\.0\.1:(\d+) status=(\S+)/.exec(line) ?? [];
      if (port && url) {
        resolve([port, url]);
      }
    },
  });
  void app.ended.then((why) => reject(new Error(why)));
  const [port, statusUrl] = await promise;
  return {
    send: async (sample) => {
      const args = ['src/main.ts', 'send', `samples/${sample}`, '--port', port];
      return (await run(process.execPath, args, { cwd: appFolder })).stdout;
    },
    queued: async () => {
      const status = await (await fetch(`${statusUrl}status.json`)).json();
      return (status as { counts: { queued: number } }).counts.queued;
    },
    [Symbol.asyncDispose]: app.stop,
  };
}
