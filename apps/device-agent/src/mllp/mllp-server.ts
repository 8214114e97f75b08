import { createServer, type Server, type Socket } from 'node:net';
import type { TlsOptions } from 'node:tls';
import { limitLog } from '#limit-log';
import type { Log } from '#log';
import type { ConnectionLimits } from './admission.ts';
import { openConnection } from './connection.ts';
import type { Answers } from './converse.ts';
import { createPeerList } from './peers.ts';
import { createPlaces } from './places.ts';
import { createTlsGate, type Gate } from './tls-gate.ts';

export type MllpOptions = Answers &
  Readonly<{
    log: Log;
    limits?: Partial<ConnectionLimits>;
    /** Addresses and networks that may connect; empty: all that reach the port. */
    peers?: readonly string[];
    /** Key, certificate and authority of TLS with client certificates; absent: plain MLLP. */
    tls?: TlsOptions | undefined;
    /** Names of which a client's certificate must carry one; empty: any. */
    tlsNames?: readonly string[];
    handshakeMs?: number;
    /** A clock in milliseconds that nobody sets. */
    now?: () => number;
  }>;

const places = 32;
/** For what all connections together make the log write. */
const linesPerMinute = 240;

const defaultLimits: ConnectionLimits = {
  maxMessageBytes: 1_048_576,
  firstFrameMs: 10_000,
  frameMs: 60_000,
  idleMs: 3_600_000,
};

/** An MLLP server. It is not listening yet. */
export function createMllpServer(options: MllpOptions): Server {
  const { peers = [], tls, tlsNames: names = [], handshakeMs = 5000, now = () => performance.now() } = options;
  const log = limitLog(options.log, { linesPerMinute, now });
  const limits = { ...defaultLimits, ...options.limits };
  const allows = createPeerList(peers);
  const taken = createPlaces(places);
  const gate: Gate = tls ? createTlsGate({ tls, names, handshakeMs }) : (raw, connection) => connection.read(raw);

  return createServer({ keepAlive: true }, (socket: Socket) => {
    if (socket.remoteAddress === undefined) {
      // The peer is gone already.
      socket.on('error', () => undefined).destroy();
      return;
    }
    if (!allows(socket)) {
      log.warn('connection refused: its address is not in DEVICE_AGENT_MLLP_PEERS', { peer: socket.remoteAddress });
      socket.on('error', () => undefined).destroy();
      return;
    }
    const connection = openConnection(socket, { ...options, log, limits, now });
    taken.take(connection);
    socket.once('close', () => taken.leave(connection));
    gate(socket, connection);
  });
}
