import type { Socket } from 'node:net';
import { createServer, type TlsOptions, type TLSSocket } from 'node:tls';
import type { Connection } from './connection.ts';

export type TlsGateOptions = Readonly<{
  tls: TlsOptions;
  /** Names of which a client's certificate must carry one; empty: any certificate of the authority will do. */
  names: readonly string[];
  handshakeMs: number;
}>;

/** Lets a connection through once its peer has shown a certificate of the authority. */
export type Gate = (raw: Socket, connection: Guarded) => void;

/** What is behind the gate: it reads once its peer is let through, or is told why not. */
export type Guarded = Pick<Connection, 'read'> &
  Readonly<{ end: (reason: 'handshake' | 'certificate-name', code?: string) => void }>;

export function createTlsGate({ tls, names, handshakeMs }: TlsGateOptions): Gate {
  const waiting = new Map<string, Guarded>();
  const server = createServer({ ...tls, handshakeTimeout: handshakeMs });

  /** The connection behind a socket, which waits no longer: its end is told once. */
  function takeOut(socket: Socket): Guarded | undefined {
    const connection = waiting.get(keyOf(socket));
    waiting.delete(keyOf(socket));
    return connection;
  }

  server.on('secureConnection', (socket) => {
    const connection = takeOut(socket);
    socket.disableRenegotiation();
    if (!connection) {
      socket.destroy();
    } else if (hasName(socket, names)) {
      connection.read(socket);
    } else {
      connection.end('certificate-name');
    }
  });
  server.on('tlsClientError', (error: NodeJS.ErrnoException, socket) => {
    takeOut(socket)?.end('handshake', error.code);
    socket.destroy();
  });

  return (raw, connection) => {
    const key = keyOf(raw);
    waiting.set(key, connection);
    raw.prependOnceListener('close', () => {
      // Node closes without a word on a certificate of another authority.
      if (waiting.delete(key) && raw.bytesRead > 0) {
        connection.end('handshake');
      }
    });
    server.emit('connection', raw);
  };
}

/** The TLS server hands out a socket of its own; what both have in common is the peer's end of the connection. */
function keyOf({ remoteAddress, remotePort }: Socket): string {
  return `${remoteAddress} ${remotePort}`;
}

function hasName(socket: TLSSocket, names: readonly string[]): boolean {
  const certificate = socket.getPeerX509Certificate();
  return names.length === 0 || names.some((name) => certificate?.checkHost(name, { wildcards: false }) !== undefined);
}
