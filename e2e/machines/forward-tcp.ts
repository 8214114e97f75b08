import { once } from 'node:events';
import { connect, createServer } from 'node:net';

/** The road from a port to a server, byte for byte. A road that is not open is an outage. */
export async function forwardTcp(
  port: number,
  serverUrl: string,
): Promise<AsyncDisposable & Readonly<{ connections: () => number }>> {
  let connections = 0;
  const target = new URL(serverUrl);
  const server = createServer((socket) => {
    connections += 1;
    const onward = connect(Number(target.port), target.hostname);
    socket.pipe(onward).pipe(socket);
    socket.on('error', () => onward.destroy());
    onward.on('error', () => socket.destroy());
  });
  await once(server.listen(port, '127.0.0.1'), 'listening');
  return { connections: () => connections, [Symbol.asyncDispose]: async () => void server.close() };
}
