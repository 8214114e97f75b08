import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { refuseForeignRequest } from '@auth-patterns/auth-config';
import { oneLine } from '#one-line';
import { renewPageSource } from './renew-page.ts';
import { renderStatusPage } from './status-page.ts';
import type { StatusReport } from './status-report.ts';

type StatusOptions = Readonly<{
  report: () => StatusReport;
  now: () => number;
  /** How long a client may take to send its request, in milliseconds. */
  requestMs?: number;
}>;

const security = {
  'cache-control': 'no-store',
  'content-security-policy':
    `default-src 'none'; style-src 'unsafe-inline'; script-src ${renewPageSource}; connect-src 'self'; ` +
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
};

const maxConnections = 64;

/** The status page's server. It is not listening yet; it belongs on the loopback address, since it asks for no sign-in. */
export function createStatusServer({ requestMs = 5000, ...options }: StatusOptions): Server {
  const limits = {
    headersTimeout: requestMs,
    requestTimeout: requestMs,
    keepAliveTimeout: requestMs,
    connectionsCheckingInterval: Math.min(1000, requestMs),
    maxHeaderSize: 8192,
  };
  const server = createServer(limits, (request, response) => {
    try {
      answer(request, response, options);
    } catch {
      // The queue is on a disk that may fail; the page says so and the agent lives on.
      json(response, 500, { error: 'The state of the queue cannot be read: see the log' });
    }
  });
  server.maxConnections = maxConnections;
  return server;
}

function answer(request: IncomingMessage, response: ServerResponse, { report, now }: StatusOptions): void {
  const { method = '', headers, url = '/' } = request;
  const foreign = refuseForeignRequest(method, headers);
  if (foreign) {
    json(response, 403, { error: foreign.message, code: foreign.code });
    return;
  }
  if (method !== 'GET' && method !== 'HEAD') {
    response.setHeader('allow', 'GET, HEAD');
    json(response, 405, { error: 'Only GET and HEAD are answered here' });
    return;
  }
  const pathname = URL.parse(url, 'http://localhost')?.pathname;
  if (pathname === '/healthz') {
    json(response, 200, { app: 'device-agent' });
  } else if (pathname === '/status.json') {
    json(response, 200, report());
  } else if (pathname === '/') {
    send(response, 200, 'text/html; charset=utf-8', renderStatusPage(report(), now()));
  } else {
    json(response, 404, { error: 'Not found: try /, /status.json or /healthz' });
  }
}

function json(response: ServerResponse, status: number, body: unknown): void {
  const text = JSON.stringify(body, (_name, value: unknown) => (typeof value === 'string' ? oneLine(value) : value));
  send(response, status, 'application/json', text);
}

function send(response: ServerResponse, status: number, type: string, body: string): void {
  response
    .writeHead(status, { 'content-type': type, ...security })
    .end(response.req.method === 'HEAD' ? undefined : body);
}
