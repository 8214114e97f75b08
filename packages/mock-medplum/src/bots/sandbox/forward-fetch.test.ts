import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestSandbox } from './test-sandbox.ts';

const servers: Server[] = [];
let requestsElsewhere = 0;
let elsewhere: string;
let mock: string;

/** A server that answers a path with what it is to answer, and anything else with the headers it got. */
async function listen(listener: RequestListener): Promise<string> {
  const server = createServer(listener).listen(0, '127.0.0.1');
  servers.push(server);
  await once(server, 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
}

beforeAll(async () => {
  elsewhere = await listen((_request, response) => {
    requestsElsewhere += 1;
    response.end('secret');
  });
  mock = await listen((request, response) => {
    const locations: Record<string, string> = { '/away': elsewhere, '/control': '/mock/clock', '/here': '/there' };
    const location = locations[request.url ?? ''];
    if (request.url === '/huge') {
      response.end('x'.repeat(2000));
    } else {
      response.writeHead(location === undefined ? 200 : 302, { ...(location !== undefined && { location }) });
      response.end(JSON.stringify({ url: request.url, headers: request.headers }));
    }
  });
});

afterAll(() => servers.forEach((server) => server.close()));

/** What a Bot gets that fetches from the mock: text, or why there is none. */
async function fetchInBot(path: string, options: object = {}): Promise<unknown> {
  await using bots = createTestSandbox({ answerBytes: 1000 });
  return await bots.run(
    `() => fetch(${JSON.stringify(new URL(path, mock))}, ${JSON.stringify(options)})
      .then((response) => response.text(), (error) => error.message)`,
    { tenant: { baseUrl: mock, loopbackUrl: mock } },
  );
}

test('request of deployed code, that is redirected within the mock, is followed', async () => {
  expect(await fetchInBot('here')).toContain('"url":"/there"');
});

test.each(['away', 'control'])('[L3] request of deployed code, redirected to %s, is not followed', async (path) => {
  expect(await fetchInBot(path)).toMatch(/^mock-medplum lets deployed Bots reach http:\S+ alone/);
  expect(requestsElsewhere).toBe(0);
});

test('[L3] request of deployed code, with headers about its origin, arrives without them', async () => {
  const headers = { 'x-forwarded-for': '203.0.113.1', forwarded: 'for=1', 'sec-fetch-site': 'none', 'x-mine': 'kept' };

  const { headers: seen } = JSON.parse(String(await fetchInBot('plain', { headers }))) as { headers: object };

  expect(seen).toMatchObject({ 'x-mine': 'kept', host: new URL(mock).host });
  expect(seen).not.toHaveProperty('x-forwarded-for');
  expect(seen).not.toHaveProperty('forwarded');
  expect(seen).not.toHaveProperty('sec-fetch-site');
});

test('[L3] answer to deployed code, larger than allowed, is not passed on', async () => {
  expect(await fetchInBot('huge')).toBe('fetch failed: the answer has more than 1000 bytes');
});
