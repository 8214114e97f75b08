import { once } from 'node:events';
import { connect, type AddressInfo, type Server, type Socket } from 'node:net';
import { onTestFinished, vi } from 'vitest';
import { createMllpServer, type MllpOptions } from '#mllp/mllp-server.ts';
import { createFakeLog } from './fake-log.ts';

const gone = new WeakSet<Socket>();

/** A listener that answers `ACK` and the message, on a port of its own, until the test is over. */
export async function startMllpServer(options: Partial<MllpOptions> = {}) {
  const log = createFakeLog();
  const onMessage = vi.fn<MllpOptions['onMessage']>((body) => [Buffer.from(`ACK ${body.toString()}`)]);
  const server = createMllpServer({ onMessage, onOversize: () => Buffer.from('NAK'), log, ...options });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  return { port: (server.address() as AddressInfo).port, log, server, onMessage };
}

/** Connects as an analyzer does, and remembers what it was told. */
export async function openPeer(port: number): Promise<Socket> {
  const socket = connect({ host: '127.0.0.1', port });
  onTestFinished(() => void socket.destroy());
  // Whoever is refused may be told so by a reset.
  socket.on('error', () => undefined);
  socket.on('close', () => gone.add(socket));
  await once(socket, 'connect');
  return socket;
}

/** Connects and returns the listener's end as well. */
export async function openPair(server: Server): Promise<{ peer: Socket; accepted: Socket }> {
  const accepted = once(server, 'connection') as Promise<[Socket]>;
  const peer = await openPeer((server.address() as AddressInfo).port);
  const [socket] = await accepted;
  socket.on('close', () => gone.add(socket));
  return { peer, accepted: socket };
}

/** Waits until the `close` event of a socket has been handed to all who wait for it. */
export function closed(socket: Socket): Promise<unknown> {
  return gone.has(socket) ? Promise.resolve() : new Promise((resolve) => socket.once('close', resolve));
}

/** Reads until the peer has sent this many end blocks. */
export async function readFrames(socket: Socket, count: number): Promise<string> {
  let text = '';
  while (text.split('\x1c').length <= count) {
    const [chunk] = (await once(socket, 'data')) as [Buffer];
    text += chunk.toString();
  }
  return text;
}
