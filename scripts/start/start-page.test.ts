import { once } from 'node:events';
import { createServer, get, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { defaultPorts } from '#house/ports.ts';
import { startPageHtml } from './start-page-html.ts';
import { startPageHandler } from './start-page.ts';

const urls = {
  startPage: 'http://localhost:1',
  spaClient: 'http://localhost:2',
  legacyProxy: 'http://localhost:3',
  deviceAgent: 'http://localhost:4',
  medplum: 'http://localhost:5/',
  idp: 'http://localhost:6',
};
const server = createServer(startPageHandler(startPageHtml(urls, { ...defaultPorts, DEVICE_AGENT_MLLP_PORT: 7777 })));
let origin = '';

beforeEach(async () => {
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterEach(async () => new Promise((done) => server.close(done)));

test('[V1] start page, when opened, links the three apps where they run and names an account', async () => {
  const html = await (await fetch(origin)).text();

  expect(html).toContain('href="http://localhost:2"');
  expect(html).toContain('href="http://localhost:3"');
  expect(html).toContain('127.0.0.1:7777');
  expect(html).toContain('maya.rivera@clinic.example');
  expect(html).toMatch(/nurse\.kim[^]*kim\.larsen@clinic\.example/);
  expect(html).toContain('href="http://localhost:5/mock/mail"');
});

test('[W1] start page, when opened, leads to the labs and serves them, to no page of another site', async () => {
  const html = await (await fetch(origin)).text();
  const labs = await fetch(`${origin}/labs/1`);
  const [refused] = (await once(
    get(`${origin}/labs/1/state`, { headers: { origin: 'http://stranger.example' } }),
    'response',
  )) as [IncomingMessage];

  expect(html).toContain('href="/labs"');
  expect([labs.status, labs.headers.get('content-security-policy')]).toEqual([
    200,
    expect.stringContaining("script-src 'self'"),
  ]);
  expect(refused.statusCode).toBe(403);
});

test('start page, when asked for an unknown path, says where it is', async () => {
  const response = await fetch(`${origin}/nothing`);

  expect([response.status, await response.text()]).toEqual([404, 'Nothing here. The start page is at /.\n']);
});

test('start page, when written to, answers 405 with what is allowed', async () => {
  const response = await fetch(origin, { method: 'POST', body: 'x' });

  expect([response.status, response.headers.get('allow')]).toEqual([405, 'GET, HEAD']);
});

test.each([
  ['to a name of its own', { host: 'rebound.example' }],
  ['from its origin', { origin: 'http://stranger.example' }],
  ['in a frame', { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'iframe' }],
])('[L1] start page, asked for by a foreign page %s, shows no password', async (_how, headers) => {
  const [response] = (await once(get(origin, { headers }), 'response')) as [IncomingMessage];

  expect(response.statusCode).toBe(403);
  expect(await text(response)).not.toContain('maya.rivera@clinic.example');
});
