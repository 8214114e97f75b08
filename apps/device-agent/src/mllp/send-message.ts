import { connect } from 'node:net';
import { createFrameDecoder } from './frame-decoder.ts';
import { encodeFrame } from './frame.ts';

/** No acknowledgment came: nobody listens, the connection broke, or the answer took too long. */
export class NoAcknowledgment extends Error {}

type SendOptions = Readonly<{ port: number; body: Uint8Array; timeoutMs: number }>;

const maxAnswerBytes = 65_536;

/** Sends one message to this machine's port, as an analyzer does, and returns the acknowledgment. */
export function sendMessage({ port, body, timeoutMs }: SendOptions): Promise<Buffer> {
  const { promise, resolve, reject } = Promise.withResolvers<Buffer>();
  const decoder = createFrameDecoder(maxAnswerBytes);
  const socket = connect({ host: '127.0.0.1', port });
  const fail = (reason: string): void => reject(new NoAcknowledgment(reason));

  socket.setTimeout(timeoutMs, () => {
    fail(`no acknowledgment within ${timeoutMs / 1000} s`);
    socket.destroy();
  });
  socket.on('connect', () => socket.write(encodeFrame(body)));
  socket.on('data', (chunk: Buffer) => {
    const message = decoder.push(chunk).find((event) => event.type === 'message');
    if (message) {
      resolve(message.body);
      socket.end();
    }
  });
  socket.on('error', (error: NodeJS.ErrnoException) => fail(`connection to port ${port} failed: ${error.code}`));
  socket.on('close', () => fail('connection closed without an acknowledgment'));
  return promise;
}
