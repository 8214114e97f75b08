import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { createRedactor } from '@auth-patterns/auth-config';
import { readAgentConfig } from '#config';
import { createLog } from '#log';
import { openQueueFile } from '#queue/queue-file.ts';
import { createAgent, type Agent } from './agent.ts';
import { exitCodes, type ExitCode } from './exit-codes.ts';
import { listen } from './listen.ts';

/** `device-agent run`: takes messages and sends their results until it is told to stop. */
export async function run(write: (text: string) => void): Promise<ExitCode> {
  const config = readAgentConfig();
  const now = Date.now;
  const log = createLog({ write, redact: createRedactor([config.medplum.clientSecret]), now });
  const queueFile = openQueueFile(config.dataFolder, { maxBytes: config.queueMaxBytes, now });
  if (queueFile.quarantined) {
    log.error('the queue of an earlier run could not be read and was set aside', { file: queueFile.quarantined });
  }
  const agent = createAgent({ config, queueFile, log, fetch, now, random: Math.random, wait });
  try {
    const statusPort = await listen(agent.status, config.statusPort, 'DEVICE_AGENT_STATUS_PORT');
    const mllpPort = await listen(agent.mllp, config.mllpPort, 'DEVICE_AGENT_MLLP_PORT');
    log.info('ready', {
      mllp: `127.0.0.1:${mllpPort}`,
      status: `http://127.0.0.1:${statusPort}/`,
      server: config.medplum.baseUrl,
      timeZone: config.timeZone,
    });
    await runUntilSignal(agent);
    log.info('stopped');
  } finally {
    agent.status.close();
    agent.mllp.close();
    agent.close();
  }
  return exitCodes.ok;
}

async function runUntilSignal({ mllp, status, sender }: Agent): Promise<void> {
  const sockets = new Set<{ destroy: () => unknown }>();
  mllp.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  const sending = sender.run();
  await Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')]);
  // The request at hand may finish; whatever is left stays in the queue for the next start.
  mllp.close();
  status.close();
  status.closeAllConnections();
  sockets.forEach((socket) => socket.destroy());
  sender.stop();
  await sending;
}

async function wait(ms: number, signal: AbortSignal): Promise<void> {
  await delay(ms, undefined, { signal, ref: false }).catch(() => undefined);
}
