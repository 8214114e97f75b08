import { once } from 'node:events';
import { request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import type { StatusReport } from './status-report.ts';
import { createStatusServer } from './status-server.ts';

const cleanUps: (() => unknown)[] = [];
afterEach(() => cleanUps.splice(0).forEach((cleanUp) => cleanUp()));

const calm: StatusReport = {
  server: 'http://localhost:8103/',
  device: 'Device/1',
  counts: { queued: 0, sent: 3, parked: 0 },
  sender: { phase: 'sending' },
  quarantined: undefined,
  lastResults: [{ test: 'Glucose', observation: 'Observation/1', sentAt: 0 }],
  parked: [],
};

async function start(report: () => StatusReport): Promise<string> {
  const server = createStatusServer({ report, now: () => 0 });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  cleanUps.push(() => server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

test('status page, when all is well, shows counts and last results and loads nothing', async () => {
  const url = await start(() => calm);

  const response = await fetch(url);
  const page = await response.text();

  expect(page).toContain('All is well.');
  expect(page).toContain('Observation/1');
  expect(response.headers.get('content-security-policy')).toContain("default-src 'none'");
});

test('status page, when messages are parked, says why and what a device wrote stays text', async () => {
  const parked = [{ controlId: '<script>', receivedAt: 0, reason: 'refused: outside the AccessPolicy of this key' }];
  const url = await start(() => ({ ...calm, counts: { queued: 0, sent: 0, parked: 1 }, parked }));

  const page = await (await fetch(url)).text();

  expect(page).toContain('refused: outside the AccessPolicy of this key');
  expect(page).toContain('&#60;script&#62;');
  expect(page).not.toContain('<script>');
});

test('status server, asked who it is, answers as the device agent', async () => {
  const url = await start(() => calm);

  expect(await (await fetch(`${url}/healthz`)).json()).toEqual({ app: 'device-agent' });
});

test.each([
  ['GET', '/nothing', 404],
  ['POST', '/', 405],
  ['DELETE', '/status.json', 405],
])('status server, asked %s %s, answers %i in JSON', async (method, path, status) => {
  const url = await start(() => calm);

  const response = await fetch(url + path, { method });

  expect(response.status).toBe(status);
  expect(await response.json()).toEqual({ error: expect.any(String) });
});

test('status server, reached under a foreign name, refuses: a web page elsewhere must not read it', async () => {
  const url = await start(() => calm);

  const foreign = request(`${url}/status.json`, { headers: { host: 'evil.example' } }).end();
  const [response] = (await once(foreign, 'response')) as [{ statusCode: number; resume: () => void }];
  response.resume();

  expect(response.statusCode).toBe(403);
});

test('status server, when the queue cannot be read, says so and lives on', async () => {
  let broken = true;
  const url = await start(() => {
    if (broken) {
      throw new Error('disk I/O error');
    }
    return calm;
  });

  const first = await fetch(url);
  broken = false;

  expect(first.status).toBe(500);
  expect((await fetch(url)).status).toBe(200);
});
