import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { renderStatusPage } from './status-page.ts';
import type { StatusReport } from './status-report.ts';

type StatusOptions = Readonly<{ report: () => StatusReport; now: () => number }>;

const security = {
  'cache-control': 'no-store',
  'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
};

/** The status page's server. It is not listening yet; it belongs on the loopback address, since it asks for no sign-in. */
export function createStatusServer(options: StatusOptions): Server {
  return createServer((request, response) => {
    try {
      answer(request, response, options);
    } catch {
      // The queue is on a disk that may fail; the page says so and the agent lives on.
      json(response, 500, { error: 'The state of the queue cannot be read: see the log' });
    }
  });
}

function answer(request: IncomingMessage, response: ServerResponse, { report, now }: StatusOptions): void {
  if (!isLocal(request.headers.host)) {
    json(response, 403, { error: 'This page answers on this machine only: open it as http://localhost' });
    return;
  }
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    response.setHeader('allow', 'GET, HEAD');
    json(response, 405, { error: 'Only GET and HEAD are answered here' });
    return;
  }
  const { pathname } = new URL(request.url ?? '/', 'http://localhost');
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

/** A web page elsewhere can point its own name at 127.0.0.1 and read what answers there; only its Host gives it away. */
function isLocal(host = ''): boolean {
  return /^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/.test(host);
}

function json(response: ServerResponse, status: number, body: unknown): void {
  send(response, status, 'application/json', JSON.stringify(body));
}

function send(response: ServerResponse, status: number, type: string, body: string): void {
  response
    .writeHead(status, { 'content-type': type, ...security })
    .end(response.req.method === 'HEAD' ? undefined : body);
}
