import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import type { Audience } from '#http/audience.ts';
import { refuseForeignRequest } from '#http/refuse-foreign-request.ts';
import { safely } from '#http/safely.ts';
import type { Tenant } from '#tenant/tenant.ts';
import type { SocketHandler } from './socket-handler.ts';

/** What loads the handler of each path, when the first socket is opened there. */
const loaders: ReadonlyMap<string, () => Promise<SocketHandler>> = new Map([
  ['/ws/agent', async () => (await import('./agent-socket.ts')).agentSocket],
  ['/ws/echo', async () => (await import('./echo-socket.ts')).echoSocket],
  ['/ws/subscriptions-r4', async () => (await import('./subscriptions-socket.ts')).subscriptionsSocket],
]);

/** How often Medplum asks whether the other side is still there. */
const defaultHeartbeatMs = 10_000;
const maxMessageBytes = 1_048_576;
/** A browser opens 255 at once for one page, and each costs memory and heartbeats. */
const maxSockets = 100;

/** Finds the tenant that a path belongs to, and what the path is within it, for example `/ws/agent`. */
export type FindTenant = (pathname: string) => Promise<Readonly<{ tenant: Tenant; path: string }> | undefined>;

/** Sockets that are served. */
export type AttachedSockets = Readonly<{
  /** Cuts every connection: closing the HTTP server does not. */
  close: () => void;
}>;

type SocketOptions = Readonly<{
  audience: Audience;
  findTenant: FindTenant;
  /** How often to send heartbeats. Default is ten seconds. */
  heartbeatMs?: number | undefined;
}>;

/**
 * Serves Medplum's sockets on an HTTP server. Other paths are answered with 404, pages of foreign origins with 403, and
 * more than a hundred sockets at once with 503.
 */
export function attachWebSockets(
  server: Server,
  { audience, findTenant, heartbeatMs = defaultHeartbeatMs }: SocketOptions,
): AttachedSockets {
  const sockets = new WebSocketServer({ noServer: true, maxPayload: maxMessageBytes });
  const beats = new Map<WebSocket, () => void>();
  const timer = setInterval(() => beats.forEach((beat) => beat()), heartbeatMs).unref();

  async function upgrade(request: IncomingMessage, stream: Duplex, head: Buffer): Promise<void> {
    if (refuseForeignRequest(request, audience)) {
      refuse(stream, '403 Forbidden');
      return;
    }
    const pathname = URL.parse(request.url ?? '', 'http://localhost')?.pathname ?? '';
    const found = await findTenant(pathname);
    const load = found && loaders.get(found.path);
    if (!load) {
      refuse(stream, '404 Not Found');
      return;
    }
    if (sockets.clients.size >= maxSockets) {
      refuse(stream, '503 Service Unavailable');
      return;
    }
    const handler = await load();
    sockets.handleUpgrade(request, stream, head, (socket) => {
      // A message that breaks the protocol ends the connection, and nothing else.
      socket.on('error', () => socket.terminate());
      socket.on('close', () => {
        beats.delete(socket);
        found.tenant.sockets.delete(socket);
      });
      found.tenant.sockets.add(socket);
      beats.set(socket, safely(found.tenant.log, handler(found.tenant, socket, remoteAddressOf(request))));
    });
  }

  server.on('upgrade', (request: IncomingMessage, stream: Duplex, head: Buffer) => {
    stream.on('error', () => stream.destroy());
    upgrade(request, stream, head).catch(() => stream.destroy());
  });

  function close(): void {
    clearInterval(timer);
    sockets.clients.forEach((socket) => socket.terminate());
    sockets.close();
  }

  return { close };
}

/** A peer that does not close its side is not waited for. */
function refuse(stream: Duplex, status: string): void {
  stream.end(`HTTP/1.1 ${status}\r\nConnection: close\r\n\r\n`, () => stream.destroy());
}

function remoteAddressOf({ socket }: IncomingMessage): string {
  return (socket.remoteAddress ?? '').replace(/^::ffff:/, '');
}
