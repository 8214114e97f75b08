import { describe, expect, test } from 'vitest';
import { ids, clientSecret } from '#project/test-project.ts';
import { basic, bearer, startTestMedplum, type TestMedplum } from '#test-medplum.ts';
import type { RequestLogEntry } from './request-log.ts';

const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';

async function logOf({ send }: TestMedplum): Promise<RequestLogEntry[]> {
  return (await send('mock/log')).body as RequestLogEntry[];
}

async function lastOf(medplum: TestMedplum): Promise<RequestLogEntry | undefined> {
  return (await logOf(medplum)).at(-1);
}

describe('[M5] log of requests', () => {
  test('request, with a token, is there with its claims, its policy entry, its status and its trace', async () => {
    await using medplum = await startTestMedplum({ control: true });
    const { access_token: token } = await medplum.signIn();

    await medplum.send(`fhir/R4/Patient/${ids.pat}`, { headers: { ...bearer(token), traceparent: traceparent } });

    expect(await lastOf(medplum)).toMatchObject({
      sequence: 3,
      traceId: traceparent,
      time: '2026-11-23T22:00:00.250Z',
      method: 'GET',
      path: `/fhir/R4/Patient/${ids.pat}`,
      remoteAddress: '127.0.0.1',
      status: 200,
      durationMs: expect.any(Number),
      caller: {
        scheme: 'Bearer',
        clientId: ids.spa,
        claims: { iss: medplum.baseUrl, profile: `Practitioner/${ids.paula}`, scope: expect.any(String) },
        profile: `Practitioner/${ids.paula}`,
      },
      decisions: [{ interaction: 'read', resourceType: 'Patient', allowed: true, entry: 0 }],
    });
  });

  test('log, after sign-in, refresh and refusals, holds no secret', async () => {
    await using medplum = await startTestMedplum({ control: true });
    const tokens = await medplum.signIn();
    const [login] = medplum.tenant.logins.list();
    const refreshToken = tokens.refresh_token ?? '';
    await medplum.postForm('oauth2/token', { grant_type: 'refresh_token', refresh_token: refreshToken });
    await medplum.send('auth/me', { headers: basic(ids.admin, clientSecret) });
    await medplum.send('auth/me', { headers: bearer(tokens.access_token) });
    await medplum.send(`oauth2/authorize?client_id=${ids.spa}&code=${login?.code}&id_token_hint=${tokens.id_token}`);

    const text = JSON.stringify(await logOf(medplum));

    const secrets = [clientSecret, login?.code, login?.cookie, login?.refreshSecret, 'test-password', 'dBjftJeZ4CVP'];
    for (const secret of [...secrets, tokens.access_token, tokens.id_token, refreshToken]) {
      expect(secret).toBeTruthy();
      expect(text).not.toContain(secret);
    }
    expect(text).toContain('REDACTED');
  });

  test('[L5] token, with claims that are nested too deep, is in the log without them', async () => {
    await using medplum = await startTestMedplum({ control: true });
    const deep = `{"iss":${'['.repeat(5000)}${']'.repeat(5000)}}`;
    const token = ['{"alg":"none"}', deep, 'x'].map((part) => Buffer.from(part).toString('base64url')).join('.');

    const { status } = await medplum.send('auth/me', { headers: bearer(token) });

    expect(status).toBe(401);
    expect(await lastOf(medplum)).toMatchObject({ status: 401, caller: { scheme: 'Bearer' } });
  });

  test('[L5] log, when a follower of it throws, answers the next request', async () => {
    await using medplum = await startTestMedplum({ control: true });
    medplum.tenants.root.requestLog.follow(() => {
      throw new Error('no such thing');
    });

    await medplum.send('healthcheck');

    expect((await medplum.send('healthcheck')).status).toBe(200);
    expect(medplum.log[0]).toMatchObject({ event: 'fault', error: expect.stringContaining('no such thing') });
  });

  test('[L5] parameters, longer than any client id, are in the log with their beginning', async () => {
    await using medplum = await startTestMedplum({ control: true });
    await medplum.postForm('oauth2/token', { grant_type: 'refresh_token', client_id: 'x'.repeat(100_000) });

    expect(JSON.stringify(await lastOf(medplum)).length).toBeLessThan(2000);
  });

  test('search, by code, keeps what it searched for', async () => {
    await using medplum = await startTestMedplum({ control: true });
    await medplum.send('fhir/R4/Observation?code=8867-4', { headers: bearer(await medplum.clientToken(ids.admin)) });

    expect(await lastOf(medplum)).toMatchObject({ path: '/fhir/R4/Observation?code=8867-4' });
  });

  test('log, asked for what is new, gives only that', async () => {
    await using medplum = await startTestMedplum({ control: true });
    await medplum.send('healthcheck');
    await medplum.send('robots.txt');

    expect((await medplum.send('mock/log?after=1')).body).toMatchObject([{ sequence: 2, path: '/robots.txt' }]);
  });

  test('log, after more requests than it keeps, has the latest thousand', async () => {
    await using medplum = await startTestMedplum({ control: true });
    const { requestLog } = medplum.tenants.root;
    for (let at = 0; at < 1001; at += 1) {
      requestLog.add({ path: `/${at}` } as never);
    }

    expect(requestLog.list()).toHaveLength(1000);
    expect(requestLog.list()[0]).toMatchObject({ sequence: 2, path: '/1' });
  });

  test('log, without control, is not kept', async () => {
    await using medplum = await startTestMedplum();
    await medplum.send('healthcheck');

    expect(medplum.tenants.root.requestLog.list()).toEqual([]);
  });
});
