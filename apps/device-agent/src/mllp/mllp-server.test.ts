import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { afterEach, expect, test, vi } from 'vitest';
import { encodeFrame } from './frame.ts';
import { createMllpServer, type MllpOptions } from './mllp-server.ts';
import { createFakeLog } from '#test/fake-log.ts';
import { sendMessage } from './send-message.ts';

const cleanUps: (() => unknown)[] = [];
afterEach(() => cleanUps.splice(0).forEach((cleanUp) => cleanUp()));

async function startServer(options: Partial<MllpOptions> = {}) {
  const log = createFakeLog();
  const server = createMllpServer({
    onMessage: (body) => Buffer.from(`ACK ${body.toString()}`),
    onOversize: () => Buffer.from('NAK'),
    log,
    ...options,
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  cleanUps.push(() => server.close());
  return { port: (server.address() as AddressInfo).port, log, server };
}

async function open(port: number): Promise<Socket> {
  const socket = connect({ host: '127.0.0.1', port });
  cleanUps.push(() => socket.destroy());
  await once(socket, 'connect');
  return socket;
}

/** Reads until the peer has sent this many end blocks. */
async function readFrames(socket: Socket, count: number): Promise<string> {
  let text = '';
  while (text.split('\x1c').length <= count) {
    const [chunk] = (await once(socket, 'data')) as [Buffer];
    text += chunk.toString();
  }
  return text;
}

test('MLLP server, given two frames in one packet, answers both in order [D3]', async () => {
  const { port } = await startServer();
  const socket = await open(port);

  socket.write(Buffer.concat([encodeFrame(Buffer.from('1')), encodeFrame(Buffer.from('2'))]));

  expect(await readFrames(socket, 2)).toBe('\x0bACK 1\x1c\r\x0bACK 2\x1c\r');
});

test('MLLP server, given a message longer than the limit, refuses it, closes, and serves the next connection', async () => {
  const { port, log } = await startServer({ maxMessageBytes: 10 });
  const socket = await open(port);

  socket.write(`\x0b${'x'.repeat(11)}`);
  const answer = await readFrames(socket, 1);
  await once(socket, 'close');

  expect(answer).toBe('\x0bNAK\x1c\r');
  expect(log.warn).toHaveBeenCalledWith('message too long: refused and connection closed');
  expect(await send(port, 'next')).toBe('ACK next');
});

test('MLLP server, when a peer falls silent in the middle of a message, closes the connection', async () => {
  const { port, log } = await startServer({ halfFrameTimeoutMs: 20 });
  const socket = await open(port);

  socket.write('\x0bMSH|half');
  await once(socket, 'close');

  expect(log.warn).toHaveBeenCalledWith('half a message, then silence: connection closed', { pendingBytes: 8 });
});

test('MLLP server, when a peer says nothing at all, closes the idle connection', async () => {
  const { port, log } = await startServer({ idleTimeoutMs: 20 });
  const socket = await open(port);

  await once(socket, 'close');

  expect(log.warn).toHaveBeenCalledWith('idle connection closed', { pendingBytes: 0 });
});

test('MLLP server, when a connection breaks in the middle of a message, logs it, hands on nothing and lives on', async () => {
  const onMessage = vi.fn<(body: Buffer) => Buffer>((body) => body);
  const { port, log, server } = await startServer({ onMessage });
  const accepted = once(server, 'connection') as Promise<[Socket]>;
  const socket = await open(port);
  const [peer] = await accepted;

  socket.write('\x0bMSH|half', () => socket.resetAndDestroy());
  await once(peer, 'close').catch(() => undefined);

  expect(onMessage).not.toHaveBeenCalled();
  expect(log.warn).toHaveBeenCalled();
  expect(await send(port, 'next')).toBe('next');
});

test('MLLP sender, when nobody listens, says that there was no acknowledgment', async () => {
  const { port, server } = await startServer();
  server.close();
  await once(server, 'close');

  await expect(send(port, 'x')).rejects.toThrow(`connection to port ${port} failed: ECONNREFUSED`);
});

test('MLLP sender, when the peer answers nothing, gives up after its time', async () => {
  const silent = createServer();
  silent.listen(0, '127.0.0.1');
  cleanUps.push(() => silent.close());
  await once(silent, 'listening');
  const { port } = silent.address() as AddressInfo;

  const sending = sendMessage({ port, body: Buffer.from('x'), timeoutMs: 20 });

  await expect(sending).rejects.toThrow('no acknowledgment within 0.02 s');
});

async function send(port: number, text: string): Promise<string> {
  return (await sendMessage({ port, body: Buffer.from(text), timeoutMs: 5000 })).toString();
}
