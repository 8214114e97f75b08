import type { EventEmitter } from 'node:events';
import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import { refuseRequest } from './refuse-request.ts';

/** Two for each tab that reloads by itself. */
const maximumSockets = 64;

/**
 * Stands before Vite's WebSocket, which tells a page what changes. Vite lets `vite-ping` in from anywhere, and leaves
 * sockets open that ask for another protocol.
 */
export function guardUpgrades(httpServer: EventEmitter, hosts: readonly string[]): void {
  const vites = httpServer.listeners('upgrade');
  const open = new Set<Socket>();
  httpServer.removeAllListeners('upgrade');
  httpServer.on('upgrade', (request: IncomingMessage, socket: Socket, head: Buffer) => {
    const isVites = ['vite-hmr', 'vite-ping'].includes(request.headers['sec-websocket-protocol'] ?? '');
    if (!isVites || refuseRequest(request, hosts) || open.size >= maximumSockets) {
      socket.on('error', () => socket.destroy());
      socket.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\nContent-Length: 0\r\n\r\n');
      return;
    }
    open.add(socket);
    socket.once('close', () => open.delete(socket));
    vites.forEach((listener) => listener.call(httpServer, request, socket, head));
  });
}
