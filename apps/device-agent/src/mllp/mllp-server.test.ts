import { expect, onTestFinished, test, vi } from 'vitest';
import { closed, openPair, openPeer, readFrames, startMllpServer } from '#test/mllp-peer.ts';
import { encodeFrame } from './frame.ts';
import { sendMessage } from './send-message.ts';

const frame = '\x0bMSH|forged\x1c\r';

async function send(port: number, text: string): Promise<string> {
  return (await sendMessage({ port, body: Buffer.from(text), timeoutMs: 5000 })).toString();
}

/** Stops the clock of the listener, and gives it by hand. */
function holdClock() {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
  onTestFinished(() => void vi.useRealTimers());
}

test('[D3] MLLP server, given two frames in one packet, answers both in order', async () => {
  const { port } = await startMllpServer();
  const socket = await openPeer(port);

  socket.write(Buffer.concat([encodeFrame(Buffer.from('1')), encodeFrame(Buffer.from('2'))]));

  expect(await readFrames(socket, 2)).toBe('\x0bACK 1\x1c\r\x0bACK 2\x1c\r');
});

test('[L4] MLLP server, when a web page posts a frame, takes nothing and closes the connection', async () => {
  const { port, onMessage, log } = await startMllpServer();

  const post = fetch(`http://127.0.0.1:${port}/`, { method: 'POST', body: frame });

  await expect(post).rejects.toThrow('fetch failed');
  expect(onMessage).not.toHaveBeenCalled();
  await vi.waitFor(() =>
    expect(log.warn.mock.calls).toEqual([
      [
        'connection closed: what it sent is no MLLP frame',
        expect.objectContaining({ peer: '127.0.0.1', firstByte: '0x50' }),
      ],
    ]),
  );
});

test('[L4] MLLP server, when noise and a frame come after a message, answers the message and closes', async () => {
  const { port, onMessage } = await startMllpServer();
  const socket = await openPeer(port);

  socket.write('\x0b1\x1c\rGET / HTTP/1.1\r\n\r\n\x0b2\x1c\r');
  const answer = await readFrames(socket, 1);
  await closed(socket);

  expect(answer).toBe('\x0bACK 1\x1c\r');
  expect(onMessage).toHaveBeenCalledTimes(1);
});

test.each([
  ['start blocks', '\x0b'.repeat(100_000), { framesBegunAnew: 99_999 }],
  ['empty frames', '\x0b\x1c\r'.repeat(33_000), { emptyFrames: 33_000 }],
])('[L4] MLLP server, given 100 kB of %s, logs one line and lives on', async (_what, bytes, fields) => {
  const { port, server, log, onMessage } = await startMllpServer();
  const { peer, accepted } = await openPair(server);

  peer.end(bytes);
  await closed(accepted);

  expect(log.warn).toHaveBeenCalledExactlyOnceWith(expect.any(String), expect.objectContaining(fields));
  expect(onMessage).not.toHaveBeenCalled();
  expect(await send(port, 'next')).toBe('ACK next');
});

test('[L4] MLLP server, when thousands of messages in a connection are refused, logs 60 and how many more', async () => {
  const { server, log } = await startMllpServer({
    onMessage: (body, log) => {
      log.warn('message refused');
      return [body];
    },
  });
  const { peer, accepted } = await openPair(server);
  peer.resume();

  peer.end('\x0bx\x1c\r'.repeat(5000));
  await closed(accepted);

  expect(log.warn).toHaveBeenCalledTimes(61);
  expect(log.warn).toHaveBeenLastCalledWith(expect.any(String), expect.objectContaining({ linesLeftOut: 4940 }));
});

test('[L4] MLLP server, when a thousand connections begin with noise, logs 240 of them in a minute', async () => {
  const { server, log } = await startMllpServer();
  for (let count = 0; count < 1000; count += 1) {
    const { peer, accepted } = await openPair(server);
    peer.write('x');
    await closed(accepted);
  }

  expect(log.warn).toHaveBeenCalledTimes(240);
});

test('[L4] MLLP server, when all 32 places are taken, serves the 33rd and closes the longest idle one', async () => {
  const { port, log } = await startMllpServer();
  const analyzer = await openPeer(port);
  analyzer.write('\x0b1\x1c\r');
  await readFrames(analyzer, 1);
  const others = [];
  for (let count = 1; count < 32; count += 1) {
    others.push(await openPeer(port));
  }

  const answer = await send(port, 'newcomer');
  await closed(others[0] ?? analyzer);

  expect(answer).toBe('ACK newcomer');
  expect(analyzer.closed).toBe(false);
  expect(log.warn.mock.calls.map(([message]) => message)).toEqual([
    'longest idle connection closed: all places were taken',
  ]);
});

test.each([
  ['says nothing', '', 9000, 2000, 'connection closed: no message began in time'],
  ['sends a blank byte now and then', ' ', 9000, 2000, 'connection closed: no message began in time'],
  ['sends a byte of a message now and then', '\x0bM', 59_000, 2000, 'connection closed: a message did not end in time'],
  ['says no more after a message', '\x0b1\x1c\r', 3_599_000, 2000, 'idle connection closed'],
])('[L4] MLLP server, when a peer %s, closes the connection in time', async (_what, bytes, before, after, message) => {
  holdClock();
  const { server, log } = await startMllpServer();
  const { peer, accepted } = await openPair(server);
  const heard = async (text: string): Promise<void> => {
    const before = accepted.bytesRead;
    peer.write(text);
    await vi.waitUntil(() => accepted.bytesRead === before + text.length);
  };
  await heard(bytes);
  vi.advanceTimersByTime(before);
  const wasOpen = !accepted.destroyed;
  await heard(bytes === ' ' || bytes === '\x0bM' ? bytes.slice(-1) : '');

  vi.advanceTimersByTime(after);
  await closed(accepted);

  expect(wasOpen).toBe(true);
  expect(log.warn).toHaveBeenCalledExactlyOnceWith(message, expect.anything());
});

test('[L4] MLLP server, when a peer does not read its acknowledgments, stops reading and closes in time', async () => {
  holdClock();
  const onMessage = vi.fn<() => Buffer[]>(() => [Buffer.alloc(1_000_000)]);
  const { server, log } = await startMllpServer({ onMessage });
  const { peer, accepted } = await openPair(server);
  peer.pause();

  for (let count = 0; !accepted.isPaused(); count += 1) {
    peer.write('\x0b1\x1c\r');
    await vi.waitUntil(() => accepted.isPaused() || onMessage.mock.calls.length > count);
  }
  vi.advanceTimersByTime(61_000);
  vi.advanceTimersByTime(2000);
  await closed(accepted);

  expect(log.warn).toHaveBeenCalledWith('connection closed: acknowledgments were not read in time', expect.anything());
});

test('MLLP server, given too long a message, refuses it, closes, and serves the next connection', async () => {
  const { port, server, log } = await startMllpServer({ limits: { maxMessageBytes: 10 } });
  const { peer, accepted } = await openPair(server);

  peer.write(`\x0b${'x'.repeat(11)}`);
  const answer = await readFrames(peer, 1);
  await closed(accepted);

  expect(answer).toBe('\x0bNAK\x1c\r');
  expect(log.warn).toHaveBeenCalledExactlyOnceWith(
    'message too long: refused and connection closed',
    expect.anything(),
  );
  expect(await send(port, 'next')).toBe('ACK next');
});

test('MLLP server, when a connection breaks in a message, logs it, hands on nothing and lives on', async () => {
  const { port, log, server, onMessage } = await startMllpServer();
  const { peer, accepted } = await openPair(server);

  peer.write('\x0bMSH|half', () => peer.resetAndDestroy());
  await closed(accepted);

  expect(log.warn).toHaveBeenCalledOnce();
  expect(onMessage).not.toHaveBeenCalled();
  expect(await send(port, 'next')).toBe('ACK next');
});

test('[L4] MLLP server, when an answer cannot be made, closes that connection and serves the next', async () => {
  const onMessage = vi
    .fn<(body: Buffer) => Buffer[]>((body) => [body])
    .mockImplementationOnce(() => {
      throw new RangeError('mistake');
    });
  const { port, log } = await startMllpServer({ onMessage });

  await expect(send(port, 'first')).rejects.toThrow('connection closed without an acknowledgment');

  expect(await send(port, 'second')).toBe('second');
  expect(log.warn).toHaveBeenCalledWith(
    expect.stringContaining('the agent made a mistake'),
    expect.objectContaining({ code: 'RangeError' }),
  );
});

test('[L4] MLLP server, when a list of peers does not name the peer, takes nothing from it', async () => {
  const { port, log, onMessage } = await startMllpServer({ peers: ['10.1.2.3'] });

  await expect(send(port, 'x')).rejects.toThrow(/connection/);

  expect(onMessage).not.toHaveBeenCalled();
  expect(log.warn).toHaveBeenCalledWith(expect.stringContaining('DEVICE_AGENT_MLLP_PEERS'), { peer: '127.0.0.1' });
});
