import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { vi, expect } from 'vitest';
import { clientId, clientSecret, device } from './recorded-medplum.ts';

const main = fileURLToPath(import.meta.resolve('#main'));
const app = fileURLToPath(new URL('.', import.meta.resolve('#samples/comparator.hl7')));

type Outcome = Readonly<{ code: number | null; output: string; errors: string }>;

function start(args: readonly string[], env: Record<string, string>) {
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', main, ...args], {
    env: { NODE_COMPILE_CACHE: process.env['NODE_COMPILE_CACHE'], ...env },
    cwd: app,
  });
  const text = { output: '', errors: '' };
  child.stdout.on('data', (chunk: Buffer) => void (text.output += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => void (text.errors += chunk.toString()));
  const ended: Promise<Outcome> = once(child, 'close').then(() => ({ code: child.exitCode, ...text }));
  return { child, text, ended };
}

/** Runs a command of the agent to its end. */
export function runCommand(args: readonly string[], env: Record<string, string> = {}): Promise<Outcome> {
  return start(args, env).ended;
}

/** Starts `device-agent run` as a process of its own and waits until it says that it is ready. */
export async function startAgent(env: Record<string, string>) {
  const { child, text, ended } = start(['run'], env);
  const ready = /ready mllp=127\.0\.0\.1:(\d+) status=(\S+)/;
  while (!ready.test(text.output)) {
    const first = await Promise.race([once(child.stdout, 'data'), ended]);
    if (!Array.isArray(first)) {
      throw new Error(`The agent did not start: ${text.errors}`);
    }
  }
  const [, mllpPort, statusUrl = ''] = ready.exec(text.output) ?? [];
  const stop = (signal: NodeJS.Signals) => {
    child.kill(signal);
    return ended;
  };
  return {
    mllpPort: Number(mllpPort),
    statusUrl,
    text,
    stop,
    [Symbol.asyncDispose]: async () => void (await stop('SIGKILL')),
  };
}

/** Settings of an agent for a test: ports of its own, a folder of its own. */
export function agentEnv(baseUrl: string, folder: string): Record<string, string> {
  return {
    MEDPLUM_BASE_URL: baseUrl,
    MEDPLUM_CLIENT_ID: clientId,
    MEDPLUM_CLIENT_SECRET: clientSecret,
    DEVICE_AGENT_DEVICE: device,
    DEVICE_AGENT_MLLP_PORT: '0',
    DEVICE_AGENT_STATUS_PORT: '0',
    DEVICE_AGENT_DATA_DIR: folder,
    DEVICE_AGENT_TIME_ZONE: 'Europe/Berlin',
  };
}

/** Waits until the agent's own page says that nothing is queued. */
export function emptied(statusUrl: string): Promise<void> {
  return vi.waitFor(
    async () => {
      const { counts } = (await (await fetch(`${statusUrl}status.json`)).json()) as { counts: { queued: number } };
      expect(counts.queued).toBe(0);
    },
    { timeout: 20_000, interval: 50 },
  );
}
