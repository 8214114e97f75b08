import { describe, expect, test } from 'vitest';
import { ids, clientSecret } from '#project/test-project.ts';
import { startTestMedplum, type TestMedplum } from '#test-medplum.ts';

const credentials = { grant_type: 'client_credentials', client_id: ids.admin, client_secret: clientSecret };

async function startWith(rule: object): Promise<TestMedplum> {
  const medplum = await startTestMedplum({ control: true });
  expect(await medplum.postJson('mock/faults', rule)).toMatchObject({ status: 201 });
  return medplum;
}

async function statuses({ send }: TestMedplum, count: number): Promise<number[]> {
  const found: number[] = [];
  for (let at = 0; at < count; at += 1) {
    found.push((await send('healthcheck')).status);
  }
  return found;
}

describe('[M5] fault', () => {
  test('fault, once, happens once', async () => {
    await using medplum = await startWith({ fault: 'status', status: 500, times: 1 });

    expect(await statuses(medplum, 3)).toEqual([500, 200, 200]);
  });

  test('fault, after one request and twice, happens to the second and third', async () => {
    await using medplum = await startWith({ fault: 'status', status: 502, after: 1, times: 2 });

    expect(await statuses(medplum, 4)).toEqual([200, 502, 502, 200]);
  });

  test('fault, by probability, happens to the same requests for the same seed', async () => {
    const rule = { fault: 'status', status: 500, probability: 0.5, seed: 7 };
    await using one = await startWith(rule);
    await using two = await startWith(rule);
    await using other = await startWith({ ...rule, seed: 8 });

    const found = await statuses(one, 20);

    expect(new Set(found)).toEqual(new Set([200, 500]));
    expect(await statuses(two, 20)).toEqual(found);
    expect(await statuses(other, 20)).not.toEqual(found);
  });

  test.each([
    [{ method: 'post', path: '/oauth2/token' }, 503, 200],
    [{ path: '/oauth2/*' }, 503, 200],
    [{ path: '/*' }, 503, 503],
    [{ client: ids.admin }, 503, 200],
    [{ client: ids.spa }, 200, 200],
    [{ method: 'GET' }, 200, 503],
  ])('fault, for %o, happens to these requests alone', async (match, token, health) => {
    await using medplum = await startWith({ ...match, fault: 'unavailable' });

    expect(await medplum.postForm('oauth2/token', credentials)).toMatchObject({ status: token });
    expect(await medplum.send('healthcheck')).toMatchObject({ status: health });
  });

  test('rate limit, injected, looks like that of Medplum', async () => {
    await using medplum = await startWith({ fault: 'rate-limit', resetSeconds: 30 });

    const { status, headers, body } = await medplum.postForm('oauth2/token', credentials);

    expect(status).toBe(429);
    expect(headers.get('ratelimit')).toBe('"requests";r=0;t=30');
    expect(headers.has('retry-after')).toBe(false);
    expect(body).toMatchObject({ id: 'too-many-requests', issue: [{ code: 'throttled' }] });
  });

  test('HTML, injected, comes with 200 as from a captive portal', async () => {
    await using medplum = await startWith({ fault: 'html' });

    const { status, headers } = await medplum.postForm('oauth2/token', credentials);

    expect(status).toBe(200);
    expect(headers.get('content-type')).toContain('text/html');
  });

  test('outage, injected, says when to come back', async () => {
    await using medplum = await startWith({ fault: 'unavailable', retryAfterSeconds: 5 });

    const { status, headers } = await medplum.send('healthcheck');

    expect(status).toBe(503);
    expect(headers.get('retry-after')).toBe('5');
  });

  test('reset, injected, leaves the client without an answer', async () => {
    await using medplum = await startWith({ fault: 'reset', times: 1 });

    await expect(medplum.send('healthcheck')).rejects.toThrow('fetch failed');
    expect(await medplum.send('healthcheck')).toMatchObject({ status: 200 });
  });

  test('half an answer, of the token endpoint, breaks off in the middle of a session that was made', async () => {
    await using medplum = await startWith({ fault: 'half-answer', path: '/oauth2/token' });

    const response = await fetch(new URL('oauth2/token', medplum.baseUrl), {
      method: 'POST',
      body: new URLSearchParams(credentials),
    });

    expect(response.status).toBe(200);
    await expect(response.text()).rejects.toThrow('terminated');
    expect(medplum.tenant.logins.list()).toHaveLength(1);
  });

  test('delay, injected, comes before the answer and before the next fault', async () => {
    await using medplum = await startWith({ fault: 'delay', milliseconds: 40 });
    await medplum.postJson('mock/faults', { fault: 'status', status: 500, body: { late: true } });
    const startedAt = performance.now();

    expect(await medplum.send('healthcheck')).toMatchObject({ status: 500, body: { late: true } });
    expect(performance.now() - startedAt).toBeGreaterThanOrEqual(39);
  });

  test('faults, listed and taken away, tell how often they happened', async () => {
    await using medplum = await startWith({ fault: 'unavailable', times: 1 });
    await statuses(medplum, 2);
    const { body } = await medplum.send('mock/faults');
    const removed = await medplum.send('mock/faults/fault-1', { method: 'DELETE' });

    expect(body).toMatchObject([{ id: 'fault-1', matched: 2, applied: 1 }]);
    expect(removed.status).toBe(204);
    expect((await medplum.send('mock/faults')).body).toEqual([]);
  });

  test('fault, injected, has the CORS headers by which a page may read it', async () => {
    await using medplum = await startWith({ fault: 'unavailable' });

    const { headers } = await medplum.send('oauth2/userinfo', { headers: { origin: 'http://localhost:3001' } });

    expect(headers.get('access-control-allow-origin')).toBe('http://localhost:3001');
  });

  test('refused sign-in, with a RateLimit header, lets a page of another origin read when to come back', async () => {
    const limit = { RateLimit: '"requests";r=0;t=42' };
    await using medplum = await startWith({ fault: 'status', status: 429, path: '/auth/login', headers: limit });

    const { status, headers } = await medplum.postJson('auth/login', {}, { origin: 'http://localhost:3001' });

    expect(status).toBe(429);
    expect(headers.get('ratelimit')).toBe('"requests";r=0;t=42');
    expect(headers.get('access-control-allow-origin')).toBe('http://localhost:3001');
    expect(headers.get('access-control-expose-headers')).toContain('RateLimit');
  });

  test.each([
    [{ fault: 'flood' }],
    [{ fault: 'status', status: 200 }],
    [{ fault: 'status', status: 429, headers: { 'a b': 'x' } }],
    [{ fault: 'status', status: 429, headers: { ok: 'x\r\nSet-Cookie: a=b' } }],
    [{ fault: 'html', probability: 2 }],
    [{}],
  ])('rule, that is none, as %o, is refused', async (rule) => {
    await using medplum = await startTestMedplum({ control: true });

    expect(await medplum.postJson('mock/faults', rule)).toMatchObject({ status: 400 });
  });
});
