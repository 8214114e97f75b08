import { describe, expect, test } from 'vitest';
import { ids, clientSecret } from '#project/test-project.ts';
import { type Answer, basic, bearer, startTestMedplum, type TestMedplum } from '#test-medplum.ts';

const limits = { rateLimits: { auth: 20, fhirQuota: 500 } };
const wrong = { email: 'paula@example.com', password: 'wrong-password' };

function diagnosticsOf(body: unknown): unknown {
  return JSON.parse((body as { issue: { diagnostics: string }[] }).issue[0]?.diagnostics ?? 'null');
}

async function guess(medplum: TestMedplum, address: string, times: number) {
  const attempt = async () => medplum.postJson('auth/login', wrong, { 'x-forwarded-for': address });
  for (let count = 1; count < times; count += 1) {
    await attempt();
  }
  return attempt();
}

describe('requests', () => {
  test('server, that was not told to limit, lets all through and says nothing of limits', async () => {
    await using medplum = await startTestMedplum();

    const answer = await guess(medplum, '10.0.0.1', 8);

    expect(answer.status).toBe(400);
    expect(answer.headers.has('ratelimit')).toBe(false);
  });

  test('[C2] sign-in, guessed at five times in a minute, refuses even the right password', async () => {
    await using medplum = await startTestMedplum(limits);

    const first = await guess(medplum, '10.0.0.1', 1);
    const fifth = await guess(medplum, '10.0.0.1', 4);
    medplum.wait(1);
    const sixth = await guess(medplum, '10.0.0.1', 1);
    const right = await medplum.postJson(
      'auth/login',
      { email: 'paula@example.com', password: 'test-password' },
      { 'x-forwarded-for': '10.0.0.1' },
    );

    expect(first.headers.get('ratelimit')).toBe('"requests";r=4;t=60');
    expect([fifth.status, fifth.headers.get('ratelimit')]).toEqual([400, '"requests";r=0;t=60']);
    expect([sixth.status, sixth.headers.get('ratelimit')]).toEqual([429, '"requests";r=0;t=59']);
    expect(sixth.headers.get('content-type')).toBe('application/json; charset=utf-8');
    expect(sixth.headers.has('retry-after')).toBe(false);
    expect(sixth.body).toEqual({
      resourceType: 'OperationOutcome',
      id: 'too-many-requests',
      issue: [
        {
          severity: 'error',
          code: 'throttled',
          details: { text: 'Too Many Requests' },
          diagnostics: expect.any(String) as string,
        },
      ],
    });
    expect(diagnosticsOf(sixth.body)).toEqual({
      _remainingPoints: 0,
      _msBeforeNext: 59_000,
      _consumedPoints: 6,
      _isFirstInDuration: false,
      limit: 5,
    });
    expect(right.status).toBe(429);
  });

  test('sign-in, from another address or a minute later, is let through', async () => {
    await using medplum = await startTestMedplum(limits);
    await guess(medplum, '10.0.0.1', 6);

    expect((await guess(medplum, '10.0.0.2', 1)).headers.get('ratelimit')).toBe('"requests";r=4;t=60');
    medplum.wait(60);
    expect((await guess(medplum, '10.0.0.1', 1)).headers.get('ratelimit')).toBe('"requests";r=4;t=60');
  });

  test('registration, counts as a sign-in', async () => {
    await using medplum = await startTestMedplum(limits);

    const { headers } = await medplum.postJson('auth/newuser', {});

    expect(headers.get('ratelimit')).toBe('"requests";r=4;t=60');
  });

  test('token endpoint, asked once too often, refuses', async () => {
    await using medplum = await startTestMedplum(limits);
    const ask = async () =>
      medplum.postForm('oauth2/token', {
        grant_type: 'client_credentials',
        client_id: ids.device,
        client_secret: clientSecret,
      });

    const first = await ask();
    for (let count = 0; count < 19; count += 1) {
      await ask();
    }
    const last = await ask();

    expect(first.headers.get('ratelimit')).toBe('"requests";r=19;t=60');
    expect(last.status).toBe(429);
    expect(diagnosticsOf(last.body)).toMatchObject({ _consumedPoints: 21, limit: 20 });
  });

  test.each([
    ['healthcheck', '"requests";r=59999;t=60'],
    ['auth/me', '"requests";r=59999;t=60'],
    [`auth/clientinfo/${ids.spa}`, '"requests";r=19;t=60'],
  ])('%s, has its own limit', async (path, header) => {
    await using medplum = await startTestMedplum(limits);

    expect((await medplum.send(path)).headers.get('ratelimit')).toBe(header);
  });
});

describe('FHIR interactions', () => {
  test('member, who reads, searches and writes, pays for each and is refused when the minute is used up', async () => {
    await using medplum = await startTestMedplum(limits);
    const headers = bearer(await medplum.clientToken(ids.device));
    const leftOf = (answer: Answer): string | null => answer.headers.get('ratelimit');
    const create = async () => medplum.postJson('fhir/R4/Patient', { resourceType: 'Patient' }, headers);

    expect(leftOf(await medplum.send(`fhir/R4/Patient/${ids.pat}`, { headers }))).toBe(
      '"requests";r=59999;t=60, "fhirInteractions";r=499;t=60',
    );
    expect(leftOf(await medplum.send('fhir/R4/Patient?_count=1', { headers }))).toContain('"fhirInteractions";r=479;');
    for (const rest of [379, 279, 179, 79]) {
      expect(leftOf(await create())).toContain(`"fhirInteractions";r=${rest};`);
    }
    const refused = await create();
    const refusedAgain = await create();

    expect(refused.status).toBe(429);
    expect(refused.headers.get('content-type')).toBe('application/fhir+json; charset=utf-8');
    expect(leftOf(refused)).toContain('"fhirInteractions";r=0;t=60');
    expect(refused.body).toMatchObject({ id: 'too-many-requests', issue: [{ code: 'throttled' }] });
    expect(diagnosticsOf(refused.body)).toMatchObject({ _consumedPoints: 521, limit: 500 });
    expect(diagnosticsOf(refusedAgain.body)).toMatchObject({ _consumedPoints: 521 });
    medplum.wait(60);
    expect((await create()).status).toBe(201);
  });

  test('member, who has used up the minute, takes nothing from another', async () => {
    await using medplum = await startTestMedplum({ rateLimits: { fhirQuota: 10 } });
    await medplum.send('fhir/R4/Patient', { headers: basic(ids.device, clientSecret) });

    const other = await medplum.send(`fhir/R4/Patient/${ids.pat}`, { headers: basic(ids.admin, clientSecret) });

    expect(other.status).toBe(200);
  });

  test('nobody, has no quota that the answer could tell', async () => {
    await using medplum = await startTestMedplum(limits);

    const { status, headers } = await medplum.send('fhir/R4/Patient');

    expect(status).toBe(401);
    expect(headers.get('ratelimit')).toBe('"requests";r=59999;t=60');
  });
});
