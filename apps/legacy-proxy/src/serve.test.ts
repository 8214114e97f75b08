import { once } from 'node:events';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { expect, onTestFinished, test } from 'vitest';
import { serve, type RunningServer, type ServeOptions } from './serve.ts';

async function start(options: Partial<ServeOptions> = {}): Promise<RunningServer> {
  const server = await serve((request, response) => void request.resume().on('end', () => response.end('reached')), {
    port: 0,
    ...options,
  });
  onTestFinished(() => server.close(0));
  return server;
}

/** Writes bytes to the server as they are and reads until it hangs up. */
function send(server: RunningServer, bytes: string): Promise<string> {
  const socket = connect(Number(new URL(server.url).port), '127.0.0.1');
  socket.write(bytes);
  return text(socket);
}

test.each([
  [
    'both Content-Length and Transfer-Encoding',
    'POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 6\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nG',
  ],
  ['two lengths', 'POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab'],
  ['a bare line feed in a header', 'GET / HTTP/1.1\r\nHost: x\r\nA: b\nTransfer-Encoding : chunked\r\n\r\n'],
])('[P11] request, with %s, answers 400 in FHIR and reaches nothing', async (_case, bytes) => {
  const answer = await send(await start(), bytes);

  expect(answer).toMatch(/^HTTP\/1\.1 400 Bad Request\r\n/);
  expect(answer).toContain('"resourceType":"OperationOutcome"');
  expect(answer).not.toContain('reached');
});

test('[P9] request, with headers over 8 KiB, answers 431', async () => {
  const answer = await send(await start(), `GET / HTTP/1.1\r\nHost: x\r\nA: ${'a'.repeat(9_000)}\r\n\r\n`);

  expect(answer).toMatch(/^HTTP\/1\.1 431 .*"code":"too-long"/s);
});

test.each([
  ['headers', 'POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n'],
  ['body', 'POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nbegun'],
])('[P9] request, whose %s never comes to an end, answers 408', async (_part, bytes) => {
  const server = await start({ requestTimeoutMs: 20, checkEveryMs: 10 });

  const answer = await send(server, bytes);

  expect(answer).toMatch(/^HTTP\/1\.1 408 .*"code":"timeout"/s);
});

test('[L11] connection, on which nothing is ever said, is closed', async () => {
  const server = await start({ requestTimeoutMs: 20, checkEveryMs: 10 });

  expect(await send(server, '')).toMatch(/^HTTP\/1\.1 408 /);
});

test('[L11] connection, whose answer nobody reads, is closed', async () => {
  const { promise: closed, resolve } = Promise.withResolvers<void>();
  const server = await serve(
    (_request, response) => {
      response.on('close', resolve);
      response.write(Buffer.alloc(64 * 2 ** 20));
    },
    { port: 0, idleTimeoutMs: 50 },
  );
  onTestFinished(() => server.close(0));
  const socket = connect(Number(new URL(server.url).port), '127.0.0.1').on('error', () => undefined);
  onTestFinished(() => void socket.destroy());
  socket.pause();

  socket.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n');

  await expect(closed).resolves.toBeUndefined();
});

test('[L11] connections, more than the server takes, are refused, and the first ones are served', async () => {
  const server = await start({ mostConnections: 2 });
  const port = Number(new URL(server.url).port);
  const [first, second] = [connect(port, '127.0.0.1'), connect(port, '127.0.0.1')];
  await Promise.all([once(first, 'connect'), once(second, 'connect')]);

  const third = await send(server, '').catch((error: NodeJS.ErrnoException) => String(error.code));
  first.write('GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n');

  expect(third).toMatch(/^(ECONNRESET)?$/);
  expect(await text(first)).toContain('reached');
  second.destroy();
});

test('server, when it closes during a request, finishes that request first', async () => {
  const { promise: arrived, resolve: arrive } = Promise.withResolvers<void>();
  const { promise: released, resolve: release } = Promise.withResolvers<void>();
  const server = await serve(
    (_request, response) => {
      arrive();
      void released.then(() => response.end('finished'));
    },
    { port: 0 },
  );
  const answer = fetch(server.url);
  await arrived;

  const closed = server.close(60_000);
  release();

  expect(await (await answer).text()).toBe('finished');
  await closed;
  await expect(fetch(server.url)).rejects.toThrow('fetch failed');
});
