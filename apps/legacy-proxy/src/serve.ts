import { createServer, STATUS_CODES, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { operationOutcome } from '#middleware/operation-outcome.ts';

export type RunningServer = Readonly<{
  url: string;
  /** Takes no new request, waits for the running ones up to the given time, then cuts them off. */
  close: (drainMs: number) => Promise<void>;
}>;

export type ServeOptions = Readonly<{
  port: number;
  /** How long a client may take to send a whole request. */
  requestTimeoutMs?: number;
  checkEveryMs?: number;
}>;

/** Serves on this machine only: TLS and the outside world belong to the proxy in front. */
export function serve(listener: RequestListener, options: ServeOptions): Promise<RunningServer> {
  const { port, requestTimeoutMs = 15_000, checkEveryMs = 5_000 } = options;
  const server = createServer(
    {
      maxHeaderSize: 8 * 1024,
      requestTimeout: requestTimeoutMs,
      connectionsCheckingInterval: checkEveryMs,
    },
    listener,
  );
  server.on('clientError', answerUnreadableRequest);

  function close(drainMs: number): Promise<void> {
    const cutOff = setTimeout(() => server.closeAllConnections(), drainMs);
    return new Promise((resolve) => {
      server.close(() => {
        clearTimeout(cutOff);
        resolve();
      });
    });
  }

  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      resolve({ url: `http://localhost:${(server.address() as AddressInfo).port}`, close });
    });
  });
}

const statusByCode: Readonly<Record<string, number>> = { HPE_HEADER_OVERFLOW: 431, ERR_HTTP_REQUEST_TIMEOUT: 408 };

/** Express never sees these: headers too large, requests too slow, and requests that two parsers could read apart. */
function answerUnreadableRequest(error: NodeJS.ErrnoException, socket: Duplex): void {
  if (!socket.writable || error.code === 'ECONNRESET') {
    socket.destroy();
    return;
  }
  const status = statusByCode[error.code ?? ''] ?? 400;
  const body = JSON.stringify(operationOutcome(status, STATUS_CODES[status] ?? 'Bad Request'));
  const head = `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\nContent-Type: application/fhir+json\r\n`;
  socket.end(`${head}Content-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`);
}
