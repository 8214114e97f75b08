import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { demoIds } from '@auth-patterns/demo-project';
import { nextMessage } from './measure-cpu.ts';

export type Usage = Readonly<{ microseconds: number; mebibytes: number }>;

/** `device-agent run` as a process of its own. */
export type AgentProcess = Readonly<{
  mllpPort: number;
  usage: () => Promise<Usage>;
  /** How many messages are not sent yet. */
  queued: () => Promise<number>;
  stop: () => Promise<void>;
}>;

/** What the demo's client of device-agent is started with. */
export function agentEnv(baseUrl: string, folder: string): Record<string, string> {
  return {
    MEDPLUM_BASE_URL: baseUrl,
    MEDPLUM_CLIENT_ID: demoIds.clients.deviceAgent,
    MEDPLUM_CLIENT_SECRET: 'demo-only-device-agent-secret',
    DEVICE_AGENT_DEVICE: `Device/${demoIds.device}`,
    DEVICE_AGENT_MLLP_PORT: '0',
    DEVICE_AGENT_STATUS_PORT: '0',
    DEVICE_AGENT_DATA_DIR: folder,
    DEVICE_AGENT_TIME_ZONE: 'Europe/Berlin',
  };
}

export async function startAgent(env: Record<string, string>): Promise<AgentProcess> {
  const report = new URL('report-usage.ts', import.meta.url).href;
  const child = fork(fileURLToPath(new URL('../apps/device-agent/src/main.ts', import.meta.url)), ['run'], {
    env,
    silent: true,
    execArgv: ['--disable-warning=ExperimentalWarning', '--import', report],
  });
  const [, port, statusUrl] = await ready(child);
  return {
    mllpPort: Number(port),
    usage: () => {
      child.send('usage');
      return nextMessage<Usage>(child);
    },
    queued: async () => {
      const { counts } = (await (await fetch(`${statusUrl}status.json`)).json()) as { counts: { queued: number } };
      return counts.queued;
    },
    stop: async () => {
      child.kill('SIGTERM');
      await once(child, 'exit');
    },
  };
}

async function ready(child: ChildProcess): Promise<readonly string[]> {
  let output = '';
  child.stderr?.pipe(process.stderr);
  child.stdout?.on('data', (chunk: Buffer) => void (output = (output + chunk.toString()).slice(-2000)));
  for (;;) {
    const found = /ready mllp=127\.0\.0\.1:(\d+) status=(\S+)/.exec(output);
    if (found) {
      return found;
    }
    await once(child.stdout ?? child, 'data');
  }
}
