import { on } from 'node:events';
import { WebSocket } from 'ws';

/** A message that a server sent, read as JSON. */
export type Received = Readonly<Record<string, unknown>>;

/** A client of one of the server's sockets, for one test. */
export type TestSocket = AsyncDisposable &
  Readonly<{
    /** Sends an object as JSON, and text as it is. */
    send: (message: object | string) => void;
    /** The next message that has not been read. */
    next: () => Promise<Received>;
    /** Sends, and waits for the next message. */
    ask: (message: object | string) => Promise<Received>;
    close: () => Promise<void>;
  }>;

/** Opens a socket. */
export async function openSocket(baseUrl: string, path: string): Promise<TestSocket> {
  const socket = new WebSocket(new URL(path, baseUrl.replace(/^http/, 'ws')));
  const messages = on(socket, 'message');
  await new Promise((resolve, reject) => {
    socket.once('open', resolve);
    socket.once('error', reject);
  });

  const send: TestSocket['send'] = (message) =>
    socket.send(typeof message === 'string' ? message : JSON.stringify(message));

  async function next(): Promise<Received> {
    const { value } = (await messages.next()) as { value: [Buffer] };
    return JSON.parse(String(value[0])) as Received;
  }

  async function close(): Promise<void> {
    const closed = new Promise((resolve) => socket.once('close', resolve));
    if (socket.readyState !== WebSocket.CLOSED) {
      socket.close();
      await closed;
    }
  }

  return {
    send,
    next,
    ask: async (message) => {
      send(message);
      return next();
    },
    close,
    [Symbol.asyncDispose]: close,
  };
}
