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
  /** How long a client may take to send a whole request. Default is 15 000. */
  requestTimeoutMs?: number;
  /** After how long without a byte in either direction a connection ends. Default is 60 000. */
  idleTimeoutMs?: number;
  /** How many connections may be open at once. Default is 500. */
  mostConnections?: number;
  checkEveryMs?: number;
}>;

/** Serves on this machine only: TLS and the outside world belong to the proxy in front. */
export function serve(listener: RequestListener, options: ServeOptions): Promise<RunningServer> {
  const {
    port,
    requestTimeoutMs = 15_000,
    idleTimeoutMs = 60_000,
    mostConnections = 500,
    checkEveryMs = 5_000,
  } = options;
  const server = createServer(
    {
      maxHeaderSize: 8 * 1024,
      requestTimeout: requestTimeoutMs,
      headersTimeout: requestTimeoutMs,
      connectionsCheckingInterval: checkEveryMs,
    },
    listener,
  );
  server.maxConnections = mostConnections;
  server.setTimeout(idleTimeoutMs);
  // Connections that are merely kept alive make room for the next one.
  server.on('drop', () => server.closeIdleConnections());
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
