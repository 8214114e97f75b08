import { once } from 'node:events';
import type { Answer } from './answer.ts';

/** How long an answer to a message is waited for. */
const timeoutMilliseconds = 5000;

/**
 * Opens a WebSocket (RFC 6455), sends one message after the other, each when the one before was answered, and closes it.
 *
 * @returns An answer with status 101 and `{ received }`, one for each message.
 */
export async function converse(baseUrl: string, path: string, messages: readonly unknown[]): Promise<Answer> {
  const url = new URL(path, baseUrl);
  url.protocol = url.protocol.replace('http', 'ws');
  const socket = new WebSocket(url);
  await within(once(socket, 'open'), `${path} did not open`);
  const received: unknown[] = [];
  try {
    for (const message of messages) {
      const answered = nextMessage(socket);
      socket.send(typeof message === 'string' ? message : JSON.stringify(message));
      received.push(await answered);
    }
  } finally {
    socket.close();
  }
  return { status: 101, headers: new Headers(), setCookies: [], body: { received } };
}

/** The server's heartbeats come by the clock, in between anything: they answer no message. */
const heartbeat = /"type":"(?:agent:heartbeat:request|heartbeat)"/;

async function nextMessage(socket: WebSocket): Promise<unknown> {
  const [event] = (await within(once(socket, 'message'), 'no answer to a message')) as [MessageEvent];
  const text = String(event.data);
  if (heartbeat.test(text)) {
    return nextMessage(socket);
  }
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function within<T>(promise: Promise<T>, complaint: string): Promise<T> {
  const late = new Promise<never>((_, reject) => {
    AbortSignal.timeout(timeoutMilliseconds).addEventListener('abort', () => reject(new Error(complaint)));
  });
  return Promise.race([promise, late]);
}
