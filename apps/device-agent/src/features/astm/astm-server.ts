import { createServer, type Server, type Socket } from 'node:net';
import type { InputContext } from '#feature';
import { readVerdict } from '#hl7/read-verdict.ts';
import { createAlarm } from '#mllp/alarm.ts';
import { createPeerList } from '#mllp/peers.ts';
import { createPlaces, type Places } from '#mllp/places.ts';
import { createTlsGate, type Gate, type Guarded } from '#mllp/tls-gate.ts';
import { createLink } from './link.ts';
import type { AstmSettings } from './settings.ts';
import { toHl7 } from './to-hl7.ts';
import { createTransfer } from './transfer.ts';

type AstmContext = Pick<InputContext, 'receive' | 'log'>;
type AstmOptions = Readonly<{
  settings: AstmSettings;
  context: AstmContext;
  /** Times in milliseconds; a sender that holds the line has 30 s for a frame (E1381 §6.5.2.4). */
  limits?: Partial<AstmLimits>;
}>;
type AstmLimits = Readonly<{ firstMs: number; transferMs: number; idleMs: number; maxBytes: number }>;

const defaultLimits: AstmLimits = { firstMs: 10_000, transferMs: 30_000, idleMs: 3_600_000, maxBytes: 1_048_576 };

/** A server for analyzers that speak ASTM E1381 over TCP. It is not listening yet. */
export function createAstmServer({ settings, context, limits }: AstmOptions): Server {
  const allows = createPeerList(settings.peers);
  const places = createPlaces(32);
  const { tls } = settings;
  const gate: Gate = tls
    ? createTlsGate({ tls: tls.options, names: tls.names, handshakeMs: 5000 })
    : (socket, { read }) => read(socket);
  return createServer({ keepAlive: true }, (socket) => {
    const { remoteAddress: peer } = socket;
    socket.on('error', () => undefined);
    if (peer === undefined || !allows(socket)) {
      context.log.warn('connection refused: its address is not in DEVICE_AGENT_ASTM_PEERS', { peer });
      socket.destroy();
      return;
    }
    gate(socket, serve(socket, { settings, context, places, limits: { ...defaultLimits, ...limits } }));
  });
}

type Service = Readonly<{ settings: AstmSettings; context: AstmContext; places: Places; limits: AstmLimits }>;

/** Watches over a connection from its first moment. It is read once the gate lets it through. */
function serve(raw: Socket, { settings, context, places, limits }: Service): Guarded {
  const { log } = context;
  const { remoteAddress: peer } = raw;
  const onCut = (): void => log.warn('a message broke off: the analyzer has to send it again', { peer });
  const transfer = createTransfer({ onMessage: (text) => takeMessage(text, settings, context), onCut });
  const link = createLink(transfer, limits.maxBytes);
  const now = (): number => performance.now();
  const alarm = createAlarm(now);
  let since = now();
  const end = (reason: string): void => {
    log.warn(`connection closed: ${reason}`, { peer });
    raw.destroy();
  };
  const guest = { isProven: () => transfer.accepted() > 0, since: () => since, yieldPlace: () => end('place taken') };
  const watch = (): void => {
    const { allowance, reason } = waitOf(link.isInTransfer(), transfer.accepted() > 0, limits);
    alarm.set(since + allowance, () => end(reason));
  };

  const take = (chunk: Buffer, socket: Socket): void => {
    const before = { count: transfer.accepted(), isInTransfer: link.isInTransfer() };
    const { answer, fault } = link.push(chunk);
    socket.write(answer);
    // The time limit starts anew with each frame that is taken, and when a transfer begins or ends.
    if (transfer.accepted() > before.count || link.isInTransfer() !== before.isInTransfer) {
      since = now();
    }
    if (fault) {
      end(fault === 'noise' ? 'what it sent is no ASTM E1381' : 'the message is longer than 1 MiB');
    } else {
      watch();
    }
  };
  raw.once('close', () => {
    alarm.clear();
    places.leave(guest);
    if (link.isInTransfer()) {
      log.warn('connection ended in the middle of a transfer: the analyzer will repeat it', { peer });
    }
  });
  places.take(guest);
  watch();
  return {
    read: (socket) => void socket.on('error', () => undefined).on('data', (chunk: Buffer) => take(chunk, socket)),
    end: (reason) => end(endings[reason]),
  };
}

const endings = {
  handshake: 'no TLS with a certificate of DEVICE_AGENT_ASTM_TLS_CA_FILE',
  'certificate-name': 'its certificate has no name of DEVICE_AGENT_ASTM_TLS_NAMES',
} as const;

function waitOf(
  isInTransfer: boolean,
  isProven: boolean,
  limits: AstmLimits,
): Readonly<{ allowance: number; reason: string }> {
  if (isInTransfer) {
    return { allowance: limits.transferMs, reason: 'the next frame did not come in time' };
  }
  return isProven
    ? { allowance: limits.idleMs, reason: 'idle' }
    : { allowance: limits.firstMs, reason: 'no message began in time' };
}

/** True when every message of a transfer is on the disk. Those of an earlier try are recognised. */
function takeMessage(text: Buffer, settings: AstmSettings, { receive, log }: AstmContext): boolean {
  const messages = toHl7(text, settings);
  if (messages.length === 0) {
    log.info('a transfer without results of a patient: acknowledged, nothing kept', { channel: 'astm' });
  }
  const answers = messages.flatMap((message) => receive.message(message, log, 'astm'));
  return answers.every((answer) => readVerdict(Buffer.from(answer).toString('latin1')) === 'accepted');
}
