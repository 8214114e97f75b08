import { MedplumError } from '#medplum/error.ts';

/** What comes over Medplum's agent socket. */
export type SocketMessage = Readonly<{
  type: string;
  callback?: string;
  statusCode?: number;
  body?: unknown;
}>;

type Request = Readonly<{ type: string; callback?: string; [member: string]: string | undefined }>;

export type AgentSocket = Readonly<{
  /** Sends a message and waits for the answer of a type, with the same callback when there is one. */
  request: (message: Request, answer: string) => Promise<SocketMessage>;
  isOpen: () => boolean;
}>;

/**
 * Opens Medplum's agent socket. It answers heartbeats by itself. A socket that breaks, or that tells of an error, fails
 * whatever waits: nothing is known of that then.
 *
 * @throws MedplumError `unreachable`.
 */
export async function openSocket(url: string, timeoutMs: number): Promise<AgentSocket> {
  const socket = new WebSocket(url);
  const waiting = new Set<(message: SocketMessage | undefined) => void>();
  const settle = (message: SocketMessage | undefined): void => [...waiting].forEach((look) => look(message));
  socket.addEventListener('close', () => settle(undefined));
  socket.addEventListener('message', ({ data }) => {
    const message = parse(String(data));
    if (message.type === 'agent:heartbeat:request') {
      socket.send(JSON.stringify({ type: 'agent:heartbeat:response', version: 'device-agent' }));
    } else {
      settle(message);
    }
  });
  await opened(socket, timeoutMs);

  return {
    isOpen: () => socket.readyState === WebSocket.OPEN,
    request: (message, type) => {
      const { promise, resolve, reject } = Promise.withResolvers<SocketMessage>();
      // After a failure nobody knows the state of the socket: the sender waits a while, and then opens another.
      const fail = (text: string): void => {
        reject(new MedplumError('unreachable', text));
        socket.close();
      };
      const timer = setTimeout(() => fail('No answer on the agent socket'), timeoutMs);
      const look = (answer: SocketMessage | undefined): void => {
        if (!answer) {
          fail('The agent socket was closed');
        } else if (answer.type === 'agent:error') {
          fail(`The agent socket: ${String(answer.body)}`);
        } else if (answer.type === type && answer.callback === message.callback) {
          resolve(answer);
        }
      };
      waiting.add(look);
      socket.send(JSON.stringify(message));
      return promise.finally(() => {
        clearTimeout(timer);
        waiting.delete(look);
      });
    },
  };
}

/** Treats what is no JSON object as an error message, so that it cannot stop the agent. */
function parse(data: string): SocketMessage {
  const noMessage = { type: 'agent:error', body: 'an answer is no message in JSON' };
  try {
    return (JSON.parse(data) as SocketMessage | null) ?? noMessage;
  } catch {
    return noMessage;
  }
}

function opened(socket: WebSocket, timeoutMs: number): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const fail = (): void => {
    reject(new MedplumError('unreachable', 'The agent socket cannot be opened'));
    socket.close();
  };
  const timer = setTimeout(fail, timeoutMs);
  socket.addEventListener('open', () => resolve());
  socket.addEventListener('error', fail);
  return promise.finally(() => clearTimeout(timer));
}
