import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type RequestListener, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import { expect, onTestFinished, test, vi } from 'vitest';
import { freePort } from '#test/free-port.ts';
import { createPassOn } from './pass-on.ts';

async function listen(listener: RequestListener): Promise<string> {
  const server = createServer(listener).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => server.close().closeAllConnections());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
}

type Passed = Readonly<{
  url: string;
  errors: Readonly<{ code?: unknown; status?: unknown; retryAfterMs?: unknown }>[];
}>;

/** A server that passes everything on to a Medplum that answers in such a way, and what it fails with. */
async function passOnTo(medplum: RequestListener | string, timeoutMs = 10_000): Promise<Passed> {
  const baseUrl = typeof medplum === 'string' ? medplum : await listen(medplum);
  const passOn = createPassOn({ baseUrl, accessToken: () => Promise.resolve('t'), timeoutMs });
  onTestFinished(passOn.close);
  const errors: Passed['errors'][number][] = [];
  const app = express();
  app.all('/', (request, response) => passOn.send(request, response, { path: 'Patient', traceparent: 'x' }));
  app.use(((error, _request, response, _next) => {
    errors.push(error);
    response.destroy();
  }) satisfies express.ErrorRequestHandler);
  return { url: await listen(app), errors };
}

const fhir = { 'content-type': 'application/fhir+json' };

test('answer, that Medplum cuts in the middle, does not reach the browser as a whole one', async () => {
  const { url, errors } = await passOnTo((_request, response) => {
    response.writeHead(200, { ...fhir, 'content-length': 1000 });
    response.write('half', () => response.destroy());
  });

  await expect(fetch(url).then(async (answer) => answer.text())).rejects.toThrow(/terminated|fetch failed/);
  await vi.waitFor(() => expect(errors).toMatchObject([{ code: expect.stringMatching(/^ERR_STREAM_|^UND_ERR_/) }]));
});

test('browser, that leaves in the middle of an answer, ends the request to Medplum', async () => {
  let upstream: ServerResponse | undefined;
  const { url } = await passOnTo((_request, response) => {
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
  const { url } = await passOnTo((_request, response) => {
    response.writeHead(200, fhir);
    const drops = setInterval(() => response.write('x'), 20);
    response.on('close', () => clearInterval(drops));
  }, 200);

  await expect(fetch(url).then(async (answer) => answer.text())).rejects.toThrow(/terminated|fetch failed/);
});

test('answer, that no browser may see, is read to its end and leaves the connection for the next', async () => {
  const ports = new Set<number | undefined>();
  const { url, errors } = await passOnTo(({ socket }, response) => {
    ports.add(socket.remotePort);
    response.writeHead(ports.size > 1 ? 200 : 500, fhir).end('x'.repeat(100_000));
  });

  await expect(fetch(url)).rejects.toThrow('fetch failed');
  await expect(fetch(url)).rejects.toThrow('fetch failed');

  expect(ports.size).toBe(1);
  expect(errors).toMatchObject([{ code: 'failed' }, { code: 'failed' }]);
});

test('[P4] headers that a script and Medplum need of each other, are passed on both ways', async () => {
  const seen: IncomingHttpHeaders[] = [];
  const answers = { etag: 'W/"1"', 'last-modified': 'Fri, 27 Nov 2026 09:00:00 GMT', 'content-length': '2' };
  const { url, errors } = await passOnTo(({ headers }, response) => {
    seen.push(headers);
    response.writeHead(200, { ...fhir, ...answers }).end('{}');
  });
  const asked = {
    accept: 'application/fhir+json',
    'content-type': 'application/fhir+json',
    'if-match': 'W/"1"',
    'if-none-exist': 'identifier=x|1',
    'if-none-match': 'W/"2"',
    prefer: 'return=minimal',
  };

  const read = await fetch(url, { headers: asked });

  expect(seen).toMatchObject([{ ...asked, 'accept-encoding': 'identity', authorization: 'Bearer t' }]);
  expect(seen[0]).not.toHaveProperty('transfer-encoding');
  expect(Object.fromEntries(read.headers)).toMatchObject({ ...fhir, ...answers });
  expect([await read.text(), errors]).toEqual(['{}', []]);
});

test('[P9] body of 256 KiB, goes on, and one byte more is refused before Medplum is asked', async () => {
  let asked = 0;
  const { url, errors } = await passOnTo((request, response) => {
    asked += 1;
    request.resume().on('end', () => response.writeHead(200, fhir).end('{}'));
  });
  const send = async (bytes: number) => fetch(url, { method: 'POST', body: 'x'.repeat(bytes) });

  const full = await send(256 * 1024);
  await expect(send(256 * 1024 + 1)).rejects.toThrow('fetch failed');

  expect([full.status, asked]).toEqual([200, 1]);
  expect(errors).toMatchObject([{ status: 413 }]);
});

test.each([
  ['asks to wait', 429, { 'retry-after': '7' }, { code: 'busy', retryAfterMs: 7000 }],
  ['refuses two tokens', 401, {}, { code: 'sign_in_refused' }],
  ['does not speak FHIR', 200, { 'content-type': 'text/html' }, { code: 'failed' }],
])('answer of a Medplum that %s, reaches no browser, and its kind is told', async (_how, status, headers, error) => {
  const { url, errors } = await passOnTo((_request, response) =>
    response.writeHead(status, { ...fhir, ...headers }).end(),
  );

  await expect(fetch(url)).rejects.toThrow('fetch failed');

  expect(errors).toMatchObject([error]);
});

test('Medplum, that does not answer at all, is told of as unreachable', async () => {
  const { url, errors } = await passOnTo(`http://127.0.0.1:${await freePort()}/`);

  await expect(fetch(url)).rejects.toThrow('fetch failed');

  expect(errors).toMatchObject([{ code: 'unreachable', cause: { code: 'ECONNREFUSED' } }]);
});
