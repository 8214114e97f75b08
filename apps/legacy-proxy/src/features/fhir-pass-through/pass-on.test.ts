import { once } from 'node:events';
import { createServer, type RequestListener, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import { expect, onTestFinished, test, vi } from 'vitest';
import { createPassOn } from './pass-on.ts';

async function listen(listener: RequestListener): Promise<string> {
  const server = createServer(listener).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => server.close().closeAllConnections());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
}

/** A server that passes everything on to a Medplum that answers in such a way. */
async function passOnTo(medplum: RequestListener, timeoutMs = 10_000): Promise<string> {
  const baseUrl = await listen(medplum);
  const passOn = createPassOn({ baseUrl, accessToken: () => Promise.resolve('t'), timeoutMs });
  onTestFinished(passOn.close);
  const app = express();
  app.get('/', (request, response) => passOn.send(request, response, { path: 'Patient', traceparent: 'x' }));
  app.use(((_error, _request, response, _next) => void response.destroy()) satisfies express.ErrorRequestHandler);
  return listen(app);
}

const fhir = { 'content-type': 'application/fhir+json' };

test('answer, that Medplum cuts in the middle, does not reach the browser as a whole one', async () => {
  const url = await passOnTo((_request, response) => {
    response.writeHead(200, { ...fhir, 'content-length': 1000 });
    response.write('half', () => response.destroy());
  });

  await expect(fetch(url).then(async (answer) => answer.text())).rejects.toThrow(/terminated|fetch failed/);
});

test('browser, that leaves in the middle of an answer, ends the request to Medplum', async () => {
  let upstream: ServerResponse | undefined;
  const url = await passOnTo((_request, response) => {
    upstream = response;
    response.writeHead(200, fhir);
    response.write('half');
  });
  const browser = new AbortController();

  await fetch(url, { signal: browser.signal });
  browser.abort();

  await vi.waitFor(() => expect(upstream?.closed).toBe(true), { timeout: 10_000 });
});

test('[P9] answer, that comes drop by drop and never ends, is cut at the time limit', async () => {
  const url = await passOnTo((_request, response) => {
    response.writeHead(200, fhir);
    const drops = setInterval(() => response.write('x'), 20);
    response.on('close', () => clearInterval(drops));
  }, 200);

  await expect(fetch(url).then(async (answer) => answer.text())).rejects.toThrow(/terminated|fetch failed/);
});

test('answer, that no browser may see, is read to its end and leaves the connection for the next', async () => {
  const ports = new Set<number | undefined>();
  const url = await passOnTo(({ socket }, response) => {
    ports.add(socket.remotePort);
    response.writeHead(ports.size > 1 ? 200 : 500, fhir).end('x'.repeat(100_000));
  });

  await expect(fetch(url)).rejects.toThrow('fetch failed');
  await expect(fetch(url)).rejects.toThrow('fetch failed');

  expect(ports.size).toBe(1);
});
