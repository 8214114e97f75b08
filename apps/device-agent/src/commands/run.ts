import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { createRedactor } from '@auth-patterns/auth-config';
import { readAgentConfig, readFeatures } from '#config';
import type { Feature, FeaturePart } from '#feature';
import { createLog, type Log } from '#log';
import { openQueueFile, type QueueFile } from '#queue/queue-file.ts';
import { createAgent, type Agent } from './agent.ts';
import { exitCodes, type ExitCode } from './exit-codes.ts';
import { listen } from './listen.ts';

/** `device-agent run`: takes messages and sends their results until it is told to stop. */
export async function run(write: (text: string) => void, features: readonly Feature[]): Promise<ExitCode> {
  const parts = readFeatures(features);
  const config = readAgentConfig(parts);
  const now = Date.now;
  // Asked anew for each line, since a secret may be replaced while the agent runs.
  const secrets = () => [config.medplum.clientSecret, ...parts.flatMap((part) => part.secrets ?? [])];
  const log = createLog({ write, redact: (text) => createRedactor(secrets())(text), now });
  const queueFile = openQueueFile(config.dataFolder, { maxBytes: config.queueMaxBytes, now });
  reportQueueFile(queueFile, config.dataFolder, log);
  const agent = createAgent({ config, parts, queueFile, log, fetch, now, random: Math.random, wait });
  try {
    const statusPort = await listen(agent.status, {
      port: config.statusPort,
      variable: 'DEVICE_AGENT_STATUS_PORT',
    });
    const { address, port, tls } = config.listener;
    const mllpPort = await listen(agent.mllp, { port, address, variable: 'DEVICE_AGENT_MLLP_PORT' });
    for (const server of [agent.status, agent.mllp]) {
      server.on('error', (error: NodeJS.ErrnoException) => log.error('a port failed', { code: error.code }));
    }
    log.info('ready', {
      mllp: `${address.includes(':') ? `[${address}]` : address}:${mllpPort}`,
      status: `http://127.0.0.1:${statusPort}/`,
      tls: tls !== undefined,
      server: config.medplum.baseUrl,
      timeZone: config.timeZone,
    });
    for (const input of agent.inputs) {
      log.info('input ready', await input.start());
    }
    await runUntilSignal(agent, () => reload(parts, log));
    log.info('stopped');
  } finally {
    agent.status.close();
    agent.mllp.close();
    agent.close();
  }
  return exitCodes.ok;
}

/** Says what was found when the queue was opened. */
function reportQueueFile(queueFile: QueueFile, folder: string, log: Log): void {
  if (queueFile.quarantined) {
    log.error('the queue of an earlier run could not be read and was set aside', { file: queueFile.quarantined });
  }
  if (queueFile.narrowed.length > 0) {
    log.warn('other users could open these files: closed to them now', { files: queueFile.narrowed.join(',') });
  }
  if (queueFile.isShared) {
    log.warn('the data folder is open to other users and holds other files: give the agent a folder of its own', {
      folder: folder,
    });
  }
}

/** SIGHUP: features read their files again. What is wrong in one is said, and what was read before stays in force. */
function reload(parts: readonly FeaturePart[], log: Log): void {
  for (const { reload: readAgain } of parts) {
    try {
      readAgain?.();
    } catch (error) {
      log.error('a file was not read again', { problem: error instanceof Error ? error.message : undefined });
    }
  }
}

async function runUntilSignal({ mllp, status, sender, inputs }: Agent, readAgain: () => void): Promise<void> {
  const sockets = new Set<{ destroy: () => unknown }>();
  mllp.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  let sending = sender.run();
  const onHangup = (): void => {
    readAgain();
    if (sender.state().phase === 'stopped') {
      sending = sender.run();
    }
  };
  process.on('SIGHUP', onHangup);
  await Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')]);
  // The request at hand may finish; whatever is left stays in the queue for the next start.
  process.off('SIGHUP', onHangup);
  mllp.close();
  await Promise.all(inputs.map((input) => input.stop()));
  status.close();
  status.closeAllConnections();
  sockets.forEach((socket) => socket.destroy());
  sender.stop();
  await sending;
}

async function wait(ms: number, signal: AbortSignal): Promise<void> {
  await delay(ms, undefined, { signal, ref: false }).catch(() => undefined);
}
