import { Agent, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { pipeline } from 'node:stream/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import express, { type RequestHandler } from 'express';
import type { CpuUsage, Served } from './served.ts';

/** What a proxy has used so far. */
export type ProxyUsage = CpuUsage & Readonly<{ residentBytes: number; heapBytes: number }>;

const token = 'bench-only-token';
const authorization = `Bearer ${token}`;

type Servable = Readonly<{ listen: (port: number, host: string, ready: () => void) => { address: () => unknown } }>;

/** The handler of legacy-proxy's own route, without the session in front of it. */
async function passThrough(baseUrl: string): Promise<RequestHandler> {
  const folder = new URL('../apps/legacy-proxy/src/features/fhir-pass-through/', import.meta.url);
  const { createPassOn } = (await import(new URL('pass-on.ts', folder).href)) as {
    createPassOn: (options: { baseUrl: string; accessToken: () => Promise<string> }) => unknown;
  };
  const { passThroughRoutes } = (await import(new URL('routes.ts', folder).href)) as {
    passThroughRoutes: (app: unknown, passOn: unknown) => readonly { handle: readonly RequestHandler[] }[];
  };
  const passOn = createPassOn({ baseUrl, accessToken: () => Promise.resolve(token) });
  const [route] = passThroughRoutes({ lookup: { logAccess: () => undefined } }, passOn);
  return route?.handle[0] ?? ((_request, _response, next) => next());
}

// Each loads what it serves itself, so that neither time nor memory is another's.
const starts: Record<string, (target: string) => Promise<string>> = {
  upstream: async () => {
    const body = Buffer.from(JSON.stringify({ resourceType: 'Patient', note: 'x'.repeat(1562) }));
    const headers = { 'content-type': 'application/fhir+json', 'content-length': body.length };
    return listen(createServer((_request, response) => response.writeHead(200, headers).end(body)));
  },
  'legacy-proxy': async (target) => {
    const app = express();
    app.get('/fhir/R4/*address', await passThrough(target));
    return listen(app);
  },
  'http-proxy-middleware': async (target) => {
    const { createProxyMiddleware } = await import('http-proxy-middleware');
    const app = express();
    app.use(createProxyMiddleware({ target, agent: new Agent({ keepAlive: true }), headers: { authorization } }));
    return listen(app);
  },
  '@fastify/http-proxy': async (upstream) => {
    const { default: fastify } = await import('fastify');
    const { default: httpProxy } = await import('@fastify/http-proxy');
    const app = fastify();
    const rewriteRequestHeaders = (_request: unknown, headers: object) => ({ ...headers, authorization });
    await app.register(httpProxy, { upstream, replyOptions: { rewriteRequestHeaders } });
    return `${await app.listen({ port: 0, host: '127.0.0.1' })}/`;
  },
  'node:http + undici': async (target) => {
    const { Pool } = await import('undici');
    const pool = new Pool(new URL(target).origin);
    const server = createServer((request, response) => {
      const answer = pool.request({ path: request.url ?? '/', method: 'GET', headers: { authorization } });
      void answer.then(async ({ statusCode, headers, body }) => {
        response.writeHead(statusCode, headers);
        await pipeline(body, response);
      });
    });
    return listen(server);
  },
};

async function listen(servable: Servable): Promise<string> {
  return new Promise((resolve) => {
    const server = servable.listen(0, '127.0.0.1', () => {
      resolve(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
    });
  });
}

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

process.on('message', (wish) => {
  if (wish === 'usage after garbage collection') {
    collectGarbage();
  }
  const { user, system } = process.cpuUsage();
  const { rss: residentBytes, heapUsed: heapBytes } = process.memoryUsage();
  process.send?.({ microseconds: user + system, residentBytes, heapBytes } satisfies ProxyUsage);
});
process.on('disconnect', () => process.exit());
const baseUrl = await starts[process.argv[2] ?? '']?.(process.argv[3] ?? '');
process.send?.({ baseUrl: baseUrl ?? '' } satisfies Served);
