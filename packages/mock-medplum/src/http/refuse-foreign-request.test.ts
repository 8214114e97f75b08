import { request as httpRequest } from 'node:http';
import { describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { startTestMedplum, type TestMedplum } from '#test-medplum.ts';

type Headers = Readonly<Record<string, string>>;

const stranger = 'http://stranger.example';
const blind = { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'no-cors', 'sec-fetch-dest': 'image' };
const link = { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document' };
const signIn = 'email=paula@example.com&password=x';

/** Sends what a browser would: `fetch` lets nobody set `Host` and `Sec-Fetch-Site`. */
async function statusOf(medplum: TestMedplum, path: string, headers: Headers, body?: string): Promise<number> {
  const url = new URL(path, medplum.baseUrl);
  return new Promise((resolve, reject) => {
    const type = body === undefined ? {} : { 'content-type': 'application/x-www-form-urlencoded' };
    const method = body === undefined ? 'GET' : 'POST';
    const sent = httpRequest(url, { method, headers: { ...type, ...headers } }, (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    });
    sent.once('error', reject);
    sent.end(body);
  });
}

async function statusOfUpgrade(medplum: TestMedplum, path: string, headers: Headers): Promise<number> {
  const socket = new WebSocket(medplum.baseUrl.replace('http', 'ws') + path, { headers });
  return new Promise((resolve, reject) => {
    socket.once('unexpected-response', (_request, { statusCode = 0 }) => resolve(statusCode));
    socket.once('error', reject);
    socket.once('open', () => {
      socket.terminate();
      resolve(101);
    });
  });
}

describe('request of a foreign page', () => {
  test.each([
    ['to a name of its own', { host: 'rebound.example', 'sec-fetch-site': 'same-origin' }],
    ['to a name that begins like ours', { host: 'localhost.rebound.example' }],
    ['from its origin', { origin: stranger }],
    ['from a frame without an origin', { origin: 'null' }],
    ['that its browser marks', blind],
    ['in a frame', { ...link, 'sec-fetch-dest': 'iframe' }],
    ['that follows a link with a password', { ...link, authorization: 'Basic YTpi' }],
  ])('[L1] request, %s, is refused at every path', async (_how, headers) => {
    await using medplum = await startTestMedplum({ control: true });
    const paths = [
      '',
      'healthcheck',
      'oauth2/authorize',
      'fhir/R4/Patient',
      'mock',
      'mock/mail',
      't/other/',
      'nothing',
    ];

    const statuses = await Promise.all(paths.map(async (path) => statusOf(medplum, path, headers)));

    expect(new Set(statuses)).toEqual(new Set([403]));
    expect(medplum.tenants.list()).toHaveLength(1);
  });

  test.each([
    ['from its origin', { origin: stranger }],
    ['after a redirect', { origin: 'null', ...link }],
    ['that its browser marks', link],
  ])('[L1] form, sent %s, makes no login, mail or tenant', async (_how, headers) => {
    await using medplum = await startTestMedplum({ control: true });
    const paths = ['auth/login', 'auth/resetpassword', 'oauth2/token', 't/other/auth/newuser', 'mock/clock'];

    const statuses = await Promise.all(paths.map(async (path) => statusOf(medplum, path, headers, signIn)));

    expect(new Set(statuses)).toEqual(new Set([403]));
    expect([medplum.tenants.list().length, medplum.tenant.logins.list(), medplum.tenant.outbox.list()]).toEqual([
      1,
      [],
      [],
    ]);
  });

  test.each([
    ['followed from another site', link],
    ['asked for by a browser that does not say from where', { 'user-agent': 'Mozilla/5.0 (X11) AppleWebKit/605.1' }],
  ])('[L1] tenant that is not there, %s, is not made', async (_how, headers) => {
    await using medplum = await startTestMedplum();

    expect(await statusOf(medplum, 't/other/healthcheck', headers)).toBe(404);
    expect(medplum.tenants.list()).toHaveLength(1);
  });

  test('[L1] log, of requests without end, names each page once and twenty at most', async () => {
    await using medplum = await startTestMedplum();

    await statusOf(medplum, '', { origin: stranger });
    await statusOf(medplum, '', { origin: stranger });
    const origins = Array.from({ length: 30 }, (_, index) => `http://stranger-${index}.example`);
    await Promise.all(origins.map(async (origin) => statusOf(medplum, '', { origin })));

    expect(medplum.log.filter(({ who }) => who === stranger)).toEqual([
      { event: 'refused', code: 'foreign_origin', who: stranger },
    ]);
    expect(medplum.log).toHaveLength(20);
  });
});

describe('request of somebody who belongs here', () => {
  test.each<[string, string, Headers]>([
    ['a client that is no browser', 'healthcheck', {}],
    ['a page of this machine', 'healthcheck', { origin: 'http://localhost:3001' }],
    ['a page at another name of this machine', 'healthcheck', { ...blind, origin: 'http://127.0.0.1:3001' }],
    ['the identity provider, back from it', 'auth/external?code=x&state=%7B%7D', link],
    ['an app that sends its user to sign in', 'oauth2/authorize?client_id=x', link],
  ])('[L1] request of %s is answered', async (_who, path, headers) => {
    await using medplum = await startTestMedplum();

    expect(await statusOf(medplum, path, headers)).not.toBe(403);
  });

  test('[L1] origin, named in allowedOrigins, is answered with its CORS headers, and no other', async () => {
    await using medplum = await startTestMedplum({ allowedOrigins: 'https://app.example, https://two.example' });
    const ask = async (origin: string): Promise<unknown[]> => {
      const { status, headers } = await medplum.send('fhir/R4/metadata', { headers: { origin } });
      return [status, headers.get('access-control-allow-origin')];
    };

    expect(await ask('https://two.example')).toEqual([200, 'https://two.example']);
    expect(await ask('https://three.example')).toEqual([403, null]);
  });

  test('[L1] host, named in allowedHosts or in the base URL, is answered', async () => {
    const baseUrl = 'https://medplum.test/';
    await using medplum = await startTestMedplum({ baseUrl, allowedHosts: ['host.docker.internal'] });
    const here = { ...medplum, baseUrl: medplum.tenant.loopbackUrl };

    expect(await statusOf(here, 'healthcheck', { host: 'medplum.test' })).toBe(200);
    expect(await statusOf(here, 'healthcheck', { host: 'host.docker.internal:8103' })).toBe(200);
    expect(await statusOf(here, 'healthcheck', { host: 'other.test' })).toBe(403);
  });
});

describe('socket', () => {
  const paths = ['ws/agent', 'ws/echo', 'ws/subscriptions-r4', 't/other/ws/echo'];

  test.each(paths)('[L2] socket %s, opened by a foreign page, is refused and makes no tenant', async (path) => {
    await using medplum = await startTestMedplum();
    const rebound = { host: 'rebound.example', origin: 'http://rebound.example' };

    expect(await statusOfUpgrade(medplum, path, { origin: stranger })).toBe(403);
    expect(await statusOfUpgrade(medplum, path, { origin: 'null' })).toBe(403);
    expect(await statusOfUpgrade(medplum, path, rebound)).toBe(403);
    expect(medplum.tenants.list()).toHaveLength(1);
  });

  test.each(paths)('[L2] socket %s, opened by a page of this machine or by a program, is served', async (path) => {
    await using medplum = await startTestMedplum();

    expect(await statusOfUpgrade(medplum, path, { origin: 'http://localhost:3001' })).toBe(101);
    expect(await statusOfUpgrade(medplum, path, {})).toBe(101);
  });

  test('[L2] sockets, opened 150 at once, are a hundred', async () => {
    await using medplum = await startTestMedplum();
    const url = `${medplum.baseUrl.replace('http', 'ws')}ws/echo`;
    const sockets = Array.from({ length: 150 }, () => new WebSocket(url));

    const opened = await Promise.all(
      sockets.map(
        async (socket) =>
          new Promise((resolve) => {
            socket.once('open', () => resolve(true));
            socket.once('error', () => resolve(false));
          }),
      ),
    );

    expect(opened.filter(Boolean)).toHaveLength(100);
    sockets.forEach((socket) => socket.terminate());
  });
});
