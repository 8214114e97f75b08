import { randomUUID } from 'node:crypto';
import type { Server as HttpServer } from 'node:http';
import type { Server } from 'node:net';
import type { AgentConfig } from '#config';
import type { FeaturePart, Input } from '#feature';
import { createIntake, type Intake } from '#intake/intake.ts';
import { receiveInGroups } from '#intake/receive-in-groups.ts';
import { createReceive, type Receive } from '#intake/receive-message.ts';
import { limitLog } from '#limit-log';
import type { Log } from '#log';
import type { MedplumSession } from '#medplum/sign-in.ts';
import { createMllpServer } from '#mllp/mllp-server.ts';
import { readTlsFiles } from '#mllp/read-tls-files.ts';
import { createMessageQueue, type MessageQueue } from '#queue/message-queue.ts';
import type { QueueFile } from '#queue/queue-file.ts';
import { createFhirDelivery } from '#sender/deliver-as-fhir.ts';
import { createSender, type Sender, type SenderOptions } from '#sender/sender.ts';
import { createStatusServer } from '#status/status-server.ts';
import { watchDepth, type DepthWatch } from '#status/watch-depth.ts';
import { openSession } from './open-session.ts';

export type AgentDependencies = Readonly<{
  config: AgentConfig;
  /** What the features that are switched on add. */
  parts: readonly FeaturePart[];
  queueFile: QueueFile;
  log: Log;
  fetch: typeof fetch;
  now: () => number;
  random: () => number;
  wait: SenderOptions['wait'];
}>;

export type Agent = Readonly<{
  mllp: Server;
  status: HttpServer;
  sender: Sender;
  inputs: readonly Input[];
  close: () => void;
}>;

/** Puts the agent together: inputs → queue → Medplum, and a page that tells how it goes. Nothing listens yet. */
export function createAgent(dependencies: AgentDependencies): Agent {
  const { config, parts, queueFile, now } = dependencies;
  const queue = createMessageQueue(queueFile.database, now);
  queue.giveBackAll();
  const session = openSession(dependencies);
  const sender = createAgentSender(dependencies, queue, session);
  const intake = createIntake({
    queue,
    refinements: parts.flatMap(({ refinement }) => refinement?.(config) ?? []),
    keepsOriginal: parts.some(({ deliver }) => deliver !== undefined),
    onQueued: sender.wake,
  });
  const receive = createReceive({
    intake,
    translation: config,
    now,
    together: queue.together,
    newControlId: () => randomUUID().slice(0, 18),
  });
  const depth = watchDepth({ waiting: queue.waiting, now });
  return {
    mllp: createListener(dependencies, receive),
    status: createStatus(dependencies, { queue, sender, session, depth }),
    sender,
    inputs: createInputs(dependencies, { receive, intake }),
    close: () => {
      depth.stop();
      queueFile.close();
    },
  };
}

function createAgentSender(
  { config, parts, log, now, random, wait }: AgentDependencies,
  queue: MessageQueue,
  session: MedplumSession,
): Sender {
  const deliver = parts.find((part) => part.deliver)?.deliver?.(session) ?? createFhirDelivery(session, config);
  // A budget of its own: a flood on the wire must not hide what the sender has to say.
  return createSender({ queue, deliver, log: limitLog(log, { linesPerMinute: 240, now }), now, random, wait });
}

function createInputs(
  { config, parts, log, now }: AgentDependencies,
  { receive, intake }: Readonly<{ receive: Receive; intake: Intake }>,
): readonly Input[] {
  const limited = limitLog(log, { linesPerMinute: 240, now });
  return parts.flatMap(({ input }) => input?.({ receive, intake, translation: config, log: limited, now }) ?? []);
}

function createListener({ config, log }: AgentDependencies, receive: Receive): Server {
  const { peers, tls, firstFrameMs } = config.listener;
  return createMllpServer({
    onMessage: receiveInGroups(receive),
    onOversize: receive.oversize,
    log,
    peers,
    limits: { firstFrameMs },
    tls: tls && readTlsFiles(tls),
    tlsNames: tls?.names ?? [],
  });
}

function createStatus(
  { config, queueFile, now }: AgentDependencies,
  {
    queue,
    sender,
    session,
    depth,
  }: Readonly<{ queue: MessageQueue; sender: Sender; session: MedplumSession; depth: DepthWatch }>,
): HttpServer {
  return createStatusServer({
    now,
    report: () => ({
      server: config.medplum.baseUrl,
      device: config.device,
      counts: queue.counts(),
      depth: depth.samples(),
      sender: sender.state(),
      session: session.state(),
      quarantined: queueFile.quarantined,
      lastResults: queue.lastResults(20),
      parked: queue.list('parked', 20),
    }),
  });
}
