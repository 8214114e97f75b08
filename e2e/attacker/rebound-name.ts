import { once } from 'node:events';
import { type AddressInfo, connect, createServer } from 'node:net';
import { foreignNames } from './foreign-names.ts';

/** Where the stranger's name leads: to the stranger's page first, and to a server of this machine afterwards. */
export type ReboundName = AsyncDisposable & Readonly<{ url: string }>;

const page = '<!doctype html><title>A stranger’s page</title>';
const answer = [
  'HTTP/1.1 200 OK',
  'Content-Type: text/html; charset=utf-8',
  `Content-Length: ${Buffer.byteLength(page)}`,
  'Connection: close',
  '',
  page,
].join('\r\n');

/**
 * Plays DNS rebinding. For the browser both answers come from one name, so the page may read the second; the server
 * gets each byte as the browser sent it. The browser would not be let here from a page that came from another network.
 */
export async function reboundName(serverUrl: string): Promise<ReboundName> {
  let visits = 0;
  const server = createServer((socket) => {
    socket.on('error', () => socket.destroy());
    visits += 1;
    if (visits === 1) {
      socket.once('data', () => socket.end(answer));
      return;
    }
    const target = connect(Number(new URL(serverUrl).port), '127.0.0.1');
    target.on('error', () => socket.destroy());
    socket.pipe(target).pipe(socket);
    socket.once('close', () => target.destroy());
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://${foreignNames.rebound}:${port}/`,
    [Symbol.asyncDispose]: async () => void server.close(),
  };
}
