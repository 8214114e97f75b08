import { connect } from 'node:net';
import { createFrameDecoder } from './frame-decoder.ts';
import { encodeFrame } from './frame.ts';

/** No acknowledgment came: nobody listens, the connection broke, or the answer took too long. */
export class NoAcknowledgment extends Error {}

type SendOptions = Readonly<{ host?: string; port: number; body: Uint8Array; timeoutMs: number }>;

const maxAnswerBytes = 65_536;

/** Sends one message to the agent's port, as an analyzer does, and returns the acknowledgment. */
export function sendMessage({ host = '127.0.0.1', port, body, timeoutMs }: SendOptions): Promise<Buffer> {
  const { promise, resolve, reject } = Promise.withResolvers<Buffer>();
  const decoder = createFrameDecoder(maxAnswerBytes);
  const socket = connect({ host, port });
  const fail = (reason: string): void => {
    reject(new NoAcknowledgment(reason));
    socket.destroy();
  };
  // The whole exchange has this long: an answer that trickles in would never be late otherwise.
  const timer = setTimeout(() => fail(`no acknowledgment within ${timeoutMs / 1000} s`), timeoutMs);

  socket.on('connect', () => socket.write(encodeFrame(body)));
  socket.on('data', (chunk: Buffer) => {
    for (const event of decoder.push(chunk)) {
      if (event.type === 'message') {
        resolve(event.body);
        socket.end();
      } else {
        fail('the answer is no HL7 acknowledgment');
      }
    }
  });
  socket.on('error', (error: NodeJS.ErrnoException) => fail(`connection to port ${port} failed: ${error.code}`));
  socket.on('close', () => {
    clearTimeout(timer);
    fail('connection closed without an acknowledgment');
  });
  return promise;
}
