import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { clientId, clientSecret, device } from './settings.ts';

const main = fileURLToPath(import.meta.resolve('#main'));
const app = fileURLToPath(new URL('.', import.meta.resolve('#samples/comparator.hl7')));

type Outcome = Readonly<{ code: number | null; output: string; errors: string }>;

function start(args: readonly string[], env: Record<string, string>, wrapper: readonly string[] = []) {
  const command = [...wrapper, process.execPath, '--disable-warning=ExperimentalWarning', main, ...args];
  const child = spawn(command[0] ?? '', command.slice(1), {
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

/** Starts `device-agent run` as a process of its own, below a `wrapper` if there is one, and waits until it is ready. */
export async function startAgent(env: Record<string, string>, wrapper: readonly string[] = []) {
  const { child, text, ended } = start(['run'], env, wrapper);
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
    pid: child.pid ?? 0,
    ended,
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
export async function emptied(statusUrl: string, patienceMs = 20_000): Promise<void> {
  const giveUpAt = performance.now() + patienceMs;
  for (;;) {
    const { counts } = (await (await fetch(`${statusUrl}status.json`)).json()) as { counts: { queued: number } };
    if (counts.queued === 0) {
      return;
    }
    if (performance.now() > giveUpAt) {
      throw new Error(`${counts.queued} messages are still queued`);
    }
    await delay(50);
  }
}
