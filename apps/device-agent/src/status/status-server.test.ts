import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { request, type IncomingMessage } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import type { StatusReport } from './status-report.ts';
import { createStatusServer } from './status-server.ts';

const cleanUps: (() => unknown)[] = [];
afterEach(() => cleanUps.splice(0).forEach((cleanUp) => cleanUp()));

const calm: StatusReport = {
  server: 'http://localhost:8103/',
  device: 'Device/1',
  counts: { queued: 0, sent: 3, parked: 0, dropped: 0 },
  depth: [{ at: 0, waiting: 0 }],
  sender: { phase: 'sending' },
  quarantined: undefined,
  session: { credential: 'client_secret' as const, renewsAt: 3_600_000 },
  lastResults: [{ test: 'Glucose', reference: 'Observation/1', sentAt: 0 }],
  parked: [],
};

async function start(report: () => StatusReport, requestMs?: number): Promise<string> {
  const server = createStatusServer({ report, now: () => 0, ...(requestMs && { requestMs }) });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  cleanUps.push(() => server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const row = { id: 1, channel: 'mllp', state: 'parked', receivedAt: 0, attempts: 0, controlId: 'M1', reason: 'r' };

test('status page, when all is well, shows counts and last results and loads nothing', async () => {
  const url = await start(() => calm);

  const response = await fetch(url);
  const page = await response.text();

  expect(page).toContain('All is well.');
  expect(page).toContain('Observation/1');
  expect(response.headers.get('content-security-policy')).toContain("default-src 'none'");
});

test('status page, when messages are parked, says why and what a device wrote stays text', async () => {
  const parked = [{ ...row, controlId: '<iframe>', reason: 'refused: outside the AccessPolicy of this key' }];
  const url = await start(() => ({ ...calm, counts: { queued: 0, sent: 0, parked: 1, dropped: 0 }, parked }));

  const page = await (await fetch(url)).text();

  expect(page).toContain('refused: outside the AccessPolicy of this key');
  expect(page).toContain('&#60;iframe&#62;');
  expect(page).toContain('<code>device-agent queue retry ID</code>');
  expect(page).not.toContain('<iframe>');
});

test('status server, asked who it is, answers as the device agent', async () => {
  const url = await start(() => calm);

  expect(await (await fetch(`${url}/healthz`)).json()).toEqual({ app: 'device-agent' });
});

test.each([
  ['GET', '/nothing', 404],
  ['GET', '//', 404],
  ['POST', '/', 405],
  ['DELETE', '/status.json', 405],
])('status server, asked %s %s, answers %i in JSON', async (method, path, status) => {
  const url = await start(() => calm);

  const response = await fetch(url + path, { method });

  expect(response.status).toBe(status);
  expect(await response.json()).toEqual({ error: expect.any(String) });
});

/** Sends a request with headers that fetch would not let through. */
async function ask(url: string, method: string, headers: Record<string, string>) {
  const sent = request(url, { method, headers }).end();
  const [response] = (await once(sent, 'response')) as [IncomingMessage];
  return {
    status: response.statusCode,
    body: JSON.parse(Buffer.concat(await response.toArray()).toString()) as unknown,
  };
}

test.each([
  ['under a foreign name', 'GET', { host: 'stranger.example' }, 'foreign_host'],
  [
    'under a foreign name, as its own page',
    'GET',
    { host: 'stranger.example', 'sec-fetch-site': 'same-origin' },
    'foreign_host',
  ],
  ['by the script of another site', 'GET', { origin: 'http://stranger.example' }, 'foreign_origin'],
  ['by the script of another port', 'GET', { origin: 'http://localhost:3001' }, 'foreign_origin'],
  ['by an image of another site', 'GET', { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'no-cors' }, 'cross_site'],
  ['by a form of another site', 'POST', { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate' }, 'cross_site'],
  [
    'by a socket of another site',
    'GET',
    { origin: 'http://stranger.example', connection: 'upgrade', upgrade: 'websocket' },
    'foreign_origin',
  ],
])('[L1] status server, reached %s, refuses and shows nothing', async (_what, method, headers, code) => {
  const url = await start(() => calm);

  expect(await ask(`${url}/status.json`, method, headers)).toEqual({
    status: 403,
    body: { error: expect.any(String), code },
  });
});

test('[L1] status server, reached by a link of another site, answers, and no other page may embed it', async () => {
  const url = await start(() => calm);
  const link = { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document' };

  const followed = await ask(`${url}/status.json`, 'GET', link);
  const { headers } = await fetch(url);

  expect(followed.status).toBe(200);
  expect(headers.get('cross-origin-resource-policy')).toBe('same-origin');
  expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
});

test('[L9] status page, when Medplum gives a reason of a megabyte, still says what to do', async () => {
  const sender = { phase: 'stopped', problem: 'x'.repeat(1_000_000) } as const;
  const url = await start(() => ({ ...calm, sender }));

  const page = await (await fetch(url)).text();

  expect(page.length).toBeLessThan(10_000);
  expect(page).toContain('Messages are still taken and kept.');
});

test.each([
  ['nothing', ''],
  ['half a request', 'GET / HTTP/1.1\r\nHost: local'],
])('[L1] status server, when a client sends %s, closes the connection in time', async (_what, text) => {
  const url = await start(() => calm, 50);
  const socket = connect(Number(new URL(url).port), '127.0.0.1');
  socket.resume().write(text);

  await once(socket, 'close');

  expect(socket.bytesRead).toBeLessThan(200);
});

test('[L1] status server, when clients hold many connections, takes no more than 64', async () => {
  const url = await start(() => calm);
  const sockets = Array.from({ length: 70 }, () => connect(Number(new URL(url).port), '127.0.0.1'));
  cleanUps.push(() => sockets.forEach((socket) => socket.destroy()));
  const refused = sockets.map((socket, index) => once(socket.resume(), 'close').then(() => index));

  expect(await Promise.race(refused)).toBeGreaterThanOrEqual(64);
});

test('[L9] status server, given text that a terminal would obey, shows its numbers on the page and in JSON', async () => {
  const hostile = 'M1\u001b[2J\u009b\u202e\u2028';
  const parked = [{ ...row, controlId: hostile, reason: hostile }];
  const lastResults = [{ test: hostile, reference: 'Observation/1', sentAt: 0 }];
  const sender = { phase: 'stopped', problem: hostile } as const;
  const url = await start(() => ({ ...calm, parked, lastResults, sender, quarantined: hostile }));

  const texts = [await (await fetch(url)).text(), await (await fetch(`${url}/status.json`)).text()];

  expect(['\u001b', '\u009b', '\u202e', '\u2028'].filter((mark) => texts.join('').includes(mark))).toEqual([]);
  expect(texts[0]).toContain(String.raw`M1\u{1b}[2J\u{9b}\u{202e}\u{2028}`);
  expect(JSON.parse(texts[1] ?? '')).toMatchObject({
    parked: [{ controlId: String.raw`M1\u{1b}[2J\u{9b}\u{202e}\u{2028}` }],
  });
});

test('[L4] status server, given control ids of a megabyte, cuts them', async () => {
  const parked = Array.from({ length: 20 }, () => ({ ...row, controlId: 'x'.repeat(1_000_000) }));
  const url = await start(() => ({ ...calm, parked }));

  expect((await (await fetch(`${url}/status.json`)).text()).length).toBeLessThan(10_000);
  expect((await (await fetch(url)).text()).length).toBeLessThan(20_000);
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

test('[D7] status page, tells the credential in use and its renewal, and looks again by itself', async () => {
  const url = await start(() => calm);

  const page = await (await fetch(url)).text();

  expect(page).toContain('Credential: client_secret, next renewal at 1970-01-01 01:00:00 UTC.');
  expect(page).toContain('<noscript><meta http-equiv="refresh" content="10"></noscript>');
});

test('[D7] status page, shows how many messages waited, in a picture', async () => {
  const url = await start(() => ({ ...calm, depth: [{ at: 0, waiting: 7 }] }));

  expect(await (await fetch(url)).text()).toContain('aria-label="At most 7 waited, at 00:00 UTC."');
});

test('[L9] status page, lets its own script run and no other', async () => {
  const url = await start(() => calm);

  const response = await fetch(url);
  const scripts = [...(await response.text()).matchAll(/<script[^>]*>([^]*?)<\/script>/g)].map(([, text = '']) => text);
  const policy = response.headers.get('content-security-policy') ?? '';

  const hashes = scripts.map((text) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`);
  expect(hashes).toHaveLength(1);
  expect(policy.split('; ')).toContain(`script-src ${hashes.join(' ')}`);
});
