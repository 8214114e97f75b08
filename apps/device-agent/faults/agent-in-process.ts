import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createAgent, type AgentDependencies } from '#commands/agent.ts';
import { readAgentConfig } from '#config';
import { openQueueFile } from '#queue/queue-file.ts';
import { agentEnv } from '#test/agent-process.ts';

type Setting = Pick<AgentDependencies, 'now' | 'wait' | 'random'> & Readonly<{ baseUrl: string; folder: string }>;

const silent = { info: () => undefined, warn: () => undefined, error: () => undefined };

/** An agent in this process, by a clock that this process keeps. */
export async function openAgent({ baseUrl, folder, ...dependencies }: Setting) {
  const config = readAgentConfig([], agentEnv(baseUrl, folder));
  const queueFile = openQueueFile(folder, { maxBytes: config.queueMaxBytes, now: dependencies.now });
  const agent = createAgent({ config, parts: [], queueFile, log: silent, fetch, ...dependencies });
  await once(agent.mllp.listen(0, '127.0.0.1'), 'listening');
  void agent.sender.run();
  return {
    port: (agent.mllp.address() as AddressInfo).port,
    state: agent.sender.state,
    close: () => {
      agent.sender.stop();
      agent.mllp.close();
      agent.close();
    },
  };
}
