import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What the app's origin serves at present. */
export type Serving = Readonly<{
  /** Origin of the server that has the built files and answers with their headers. */
  from: string;
  /** Changes what pages and scripts say. */
  rewrite?: (text: string) => string;
  /** Changes what headers say; undefined leaves one out. */
  rewriteHeader?: (name: string, value: string) => string | undefined;
}>;

export type AppServer = Readonly<{
  port: number;
  serve: (serving: Serving) => void;
  close: () => Promise<void>;
}>;

/** Headers of one connection, or of a body that may have changed. */
const ownHeaders = new Set(['connection', 'content-encoding', 'content-length', 'etag', 'keep-alive']);

/**
 * Starts a server that a browser takes for the app's own: what it serves may change with every test.
 *
 * @param port - A free one when absent.
 */
export async function startAppServer(first: Serving, port = 0): Promise<AppServer> {
  let serving = first;
  const read = createReader();
  const server = createServer((request, response) => {
    answer({ ...serving, read }, request, response).catch((error: unknown) =>
      response.writeHead(502).end(String(error)),
    );
  });
  await once(server.listen(port, '127.0.0.1'), 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    serve: (next) => void (serving = next),
    close: async () => {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

type Original = Readonly<{ status: number; headers: Headers; body: Buffer }>;
type Read = (url: string, options: Readonly<{ method: string; accept: string }>) => Promise<Original>;

/** Reads from the server that has the files, each once: they do not change while the tests run. A failure is not kept. */
function createReader(): Read {
  const known = new Map<string, Promise<Original>>();
  const ask: Read = async (url, { method, accept }) => {
    const answered = await fetch(url, { method, headers: { accept }, redirect: 'manual' });
    return { status: answered.status, headers: answered.headers, body: Buffer.from(await answered.arrayBuffer()) };
  };
  return (url, options) => {
    const key = [options.method, url, options.accept].join(' ');
    const answer = known.get(key) ?? ask(url, options);
    known.set(key, answer);
    answer.catch(() => known.delete(key));
    return answer;
  };
}

async function answer(
  { from, read, rewrite = (text) => text, rewriteHeader = (_name, value) => value }: Serving & Readonly<{ read: Read }>,
  { method = 'GET', url = '/', headers: { accept = '*/*' } }: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { status, headers, body } = await read(from + url, { method, accept });
  for (const [name, value] of headers) {
    const changed = ownHeaders.has(name) ? undefined : rewriteHeader(name, value);
    if (changed !== undefined) {
      response.setHeader(name, changed);
    }
  }
  if (url.startsWith('/assets/')) {
    // Their names change with their content, so that a deployer lets browsers keep them. Each test has a browser of its own.
    response.setHeader('cache-control', 'max-age=31536000, immutable');
  }
  const isText = /html|javascript/.test(headers.get('content-type') ?? '');
  const changed = isText ? rewrite(body.toString()) : body;
  response.writeHead(status).end(changed);
}
