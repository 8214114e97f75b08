import { spawn, type ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { forwardLines } from './forward-lines.ts';

/** The apps. */
export const appNames = ['legacy-proxy', 'device-agent', 'spa-client'] as const;

export type AppName = (typeof appNames)[number];

const folders: Readonly<Record<AppName, URL>> = {
  'legacy-proxy': new URL('../../apps/legacy-proxy', import.meta.url),
  'device-agent': new URL('../../apps/device-agent', import.meta.url),
  'spa-client': new URL('../../apps/spa-client', import.meta.url),
};

export type AppProcess = Readonly<{
  name: AppName;
  /** Resolves with one line when the process has ended. */
  ended: Promise<string>;
  stop: () => Promise<void>;
}>;

type AppProcessOptions = Readonly<{
  name: AppName;
  /** Arguments for Node. */
  args: readonly string[];
  /** Variables that win over the app's `.env`. */
  env: Readonly<Record<string, string>>;
  onLine: (line: string) => void;
}>;

const stopTimeoutMs = 5000;

/** Starts one app as its reader would: its own process, in its own folder, with its own `.env`. */
export function startAppProcess({ name, args, env, onLine }: AppProcessOptions): AppProcess {
  const child = spawn(process.execPath, args, {
    cwd: fileURLToPath(folders[name]),
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  forwardLines([child.stdout, child.stderr], onLine);
  // A process that ends early takes its apps with it.
  const endWithThisProcess = (): void => void child.kill('SIGTERM');
  process.once('exit', endWithThisProcess);
  child.once('exit', () => process.off('exit', endWithThisProcess));
  const ended = new Promise<string>((resolve) => {
    child.once('error', (error) => resolve(`${name} could not be started: ${error.message}`));
    child.once('exit', (code, signal) => resolve(`${name} ended (${signal ?? `exit code ${code}`})`));
  });
  return { name, ended, stop: async () => stop(child, ended) };
}

async function stop(child: ChildProcess, ended: Promise<string>): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) {
    return;
  }
  child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), stopTimeoutMs);
  await ended;
  clearTimeout(timer);
}
