import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ListenError } from './listen-error.ts';

/** Long enough that a client's idle connection is not closed under its next request. */
const keepAliveMs = 90_000;

/** A server that listens, and the port that it got. */
export type ListeningServer = Readonly<{ server: Server; port: number }>;

/**
 * Starts a server on the loopback interface, without a handler yet.
 *
 * @param port - TCP port; 0 takes a free one.
 * @throws ListenError when the port cannot be had.
 */
export async function listen(port: number): Promise<ListeningServer> {
  const server = createServer({ keepAliveTimeout: keepAliveMs });
  await new Promise<void>((resolve, reject) => {
    server.once('error', (cause: NodeJS.ErrnoException) => reject(new ListenError(port, cause)));
    server.listen(port, '127.0.0.1', resolve);
  });
  server.removeAllListeners('error');
  return { server, port: (server.address() as AddressInfo).port };
}
