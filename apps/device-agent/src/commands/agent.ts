import { randomUUID } from 'node:crypto';
import type { Server as HttpServer } from 'node:http';
import type { Server } from 'node:net';
import type { AgentConfig } from '#config';
import { storeObservation } from '#fhir/store-observation.ts';
import { createReceive } from '#intake/receive-message.ts';
import { limitLog } from '#limit-log';
import type { Log } from '#log';
import { createMedplumSession } from '#medplum/sign-in.ts';
import { createMllpServer } from '#mllp/mllp-server.ts';
import { readTlsFiles } from '#mllp/read-tls-files.ts';
import { createMessageQueue } from '#queue/message-queue.ts';
import type { QueueFile } from '#queue/queue-file.ts';
import { createDeliver } from '#sender/deliver-message.ts';
import { createSender, type Sender, type SenderOptions } from '#sender/sender.ts';
import { createStatusServer } from '#status/status-server.ts';

export type AgentDependencies = Readonly<{
  config: AgentConfig;
  queueFile: QueueFile;
  log: Log;
  fetch: typeof fetch;
  now: () => number;
  random: () => number;
  wait: SenderOptions['wait'];
}>;

export type Agent = Readonly<{ mllp: Server; status: HttpServer; sender: Sender; close: () => void }>;

/** Puts the agent together: wire → queue → Medplum, and a page that tells how it goes. Nothing listens yet. */
export function createAgent(dependencies: AgentDependencies): Agent {
  const { config, queueFile, log, fetch, now, random, wait } = dependencies;
  const queue = createMessageQueue(queueFile.database, now);
  const session = createMedplumSession({ settings: config.medplum, fetch, now });
  const store = (observation: Parameters<typeof storeObservation>[1]): Promise<string> =>
    storeObservation(session, observation);
  const sender = createSender({
    queue,
    deliver: createDeliver({ translation: config, store }),
    // A budget of its own: a flood on the wire must not hide what the sender has to say.
    log: limitLog(log, { linesPerMinute: 240, now }),
    now,
    random,
    wait,
  });
  const receive = createReceive({
    queue,
    translation: config,
    now,
    newControlId: () => randomUUID().slice(0, 18),
    onQueued: sender.wake,
  });
  const status = createStatusServer({
    now,
    report: () => ({
      server: config.medplum.baseUrl,
      device: config.device,
      counts: queue.counts(),
      sender: sender.state(),
      quarantined: queueFile.quarantined,
      lastResults: queue.lastResults(20),
      parked: queue.parked(20),
    }),
  });
  const { peers, tls, firstFrameMs } = config.listener;
  const mllp = createMllpServer({
    onMessage: receive.message,
    onOversize: receive.oversize,
    log,
    peers,
    limits: { firstFrameMs },
    tls: tls && readTlsFiles(tls),
    tlsNames: tls?.names ?? [],
  });
  return { mllp, status, sender, close: queue.close };
}
