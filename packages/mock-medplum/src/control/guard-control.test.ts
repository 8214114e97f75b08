import { request } from 'node:http';
import { networkInterfaces } from 'node:os';
import { describe, expect, test } from 'vitest';
import { startTestMedplum } from '#test-medplum.ts';
import { guardControl } from './guard-control.ts';

/** Sends a request with headers that fetch would not let through. */
async function statusOf(
  baseUrl: string,
  headers: Record<string, string>,
  path = '/mock/clock',
): Promise<number | undefined> {
  const { port } = new URL(baseUrl);
  return new Promise((resolve, reject) => {
    request({ host: '127.0.0.1', port, path, headers }, (response) => {
      response.resume();
      resolve(response.statusCode);
    })
      .on('error', reject)
      .end();
  });
}

describe('[M5] control plane', () => {
  test('control, not switched on, is not there', async () => {
    await using medplum = await startTestMedplum();

    expect(await medplum.send('mock/clock')).toMatchObject({ status: 404 });
    expect(await medplum.postJson('t/one/mock/reset', {})).toMatchObject({ status: 404 });
    expect(await medplum.postJson('mock/tenants', {})).toMatchObject({ status: 404 });
  });

  test('control, switched on, answers this machine', async () => {
    await using medplum = await startTestMedplum({ control: true });

    expect(await statusOf(medplum.baseUrl, {})).toBe(200);
    expect(await statusOf(medplum.baseUrl, { origin: 'http://localhost:3001' })).toBe(200);
  });

  test.each([
    ['a Host that a DNS name was rebound to', { host: 'evil.example' }],
    ['a Host that begins like a loopback name', { host: 'localhost.evil.example' }],
    ['an Origin of another site', { origin: 'https://evil.example' }],
    ['an Origin of a page that hides it', { origin: 'null' }],
    ['a fetch of another site', { 'sec-fetch-site': 'cross-site' }],
    ['a proxy in between', { 'x-forwarded-for': '127.0.0.1' }],
  ])('control, asked with %s, refuses', async (_case, headers) => {
    await using medplum = await startTestMedplum({ control: true });

    expect(await statusOf(medplum.baseUrl, headers)).toBe(403);
    expect(await statusOf(medplum.baseUrl, headers, '/mock/tenants')).toBe(403);
    expect(await statusOf(medplum.baseUrl, headers, '/t/one/mock/clock')).toBe(403);
  });

  test('control, asked by a page, gets no CORS headers', async () => {
    await using medplum = await startTestMedplum({ control: true });

    const origin = 'http://localhost:3001';
    const answers = await Promise.all(
      ['mock/clock', 'mock/tenants'].map(async (path) => medplum.send(path, { headers: { origin } })),
    );

    expect(answers.map(({ headers }) => headers.get('access-control-allow-origin'))).toEqual([null, null]);
  });

  test('control, asked by a peer that is not this machine, refuses', () => {
    const answers: unknown[] = [];
    const response = { status: (code: number) => ({ json: () => answers.push(code) }) };
    const peer = { socket: { remoteAddress: '192.168.1.7' }, headers: { host: 'localhost' }, get: () => undefined };

    void guardControl(peer as never, response as never, () => answers.push('passed'));

    expect(answers).toEqual([403]);
  });

  test('server, on a machine with other addresses, listens on none of them', async () => {
    await using medplum = await startTestMedplum({ control: true });
    const { port } = new URL(medplum.baseUrl);
    const others = Object.values(networkInterfaces()).flatMap((all) =>
      (all ?? []).filter(({ internal, family }) => !internal && family === 'IPv4').map(({ address }) => address),
    );

    const reached = await Promise.allSettled(others.map(async (host) => fetch(`http://${host}:${port}/mock/clock`)));

    expect(reached.filter(({ status }) => status === 'fulfilled')).toEqual([]);
  });
});
