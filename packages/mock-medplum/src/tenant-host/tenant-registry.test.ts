import { describe, expect, test } from 'vitest';
import { createTestProject, ids, clientSecret } from '#project/test-project.ts';
import { bearer, startTestMedplum, type Tokens } from '#test-medplum.ts';

const credentials = { grant_type: 'client_credentials', client_id: ids.admin, client_secret: clientSecret };

async function tokenOf(medplum: Pick<Awaited<ReturnType<typeof startTestMedplum>>, 'postForm'>, at: string) {
  const { body } = await medplum.postForm(`${at}oauth2/token`, credentials);
  return (body as Tokens).access_token;
}

describe('[M4] tenant', () => {
  test('tenant, at its first use, is an issuer of its own with the data of the root', async () => {
    await using medplum = await startTestMedplum();

    const { body } = await medplum.send('t/one/.well-known/openid-configuration');
    const token = await tokenOf(medplum, 't/one/');
    const patient = await medplum.send(`t/one/fhir/R4/Patient/${ids.pat}`, { headers: bearer(token) });

    expect(body).toMatchObject({ issuer: `${medplum.baseUrl}t/one/` });
    expect(patient.status).toBe(200);
  });

  test('token, of one tenant, is refused by another and by the root', async () => {
    await using medplum = await startTestMedplum();
    const headers = bearer(await tokenOf(medplum, 't/one/'));

    for (const at of ['t/two/', '']) {
      expect(await medplum.send(`${at}fhir/R4/Patient/${ids.pat}`, { headers })).toMatchObject({ status: 401 });
    }
    expect(await medplum.send(`t/one/fhir/R4/Patient/${ids.pat}`, { headers })).toMatchObject({ status: 200 });
  });

  test('keys, of two tenants, are not the same', async () => {
    await using medplum = await startTestMedplum();

    const [one, two] = await Promise.all(
      ['t/one/', 't/two/'].map(async (at) => (await medplum.send(`${at}.well-known/jwks.json`)).body),
    );

    expect(one).not.toEqual(two);
  });

  test('data, written in one tenant, is not in another', async () => {
    await using medplum = await startTestMedplum();
    const written = await medplum.postJson(
      't/one/fhir/R4/Patient',
      { resourceType: 'Patient' },
      bearer(await tokenOf(medplum, 't/one/')),
    );
    const { id } = written.body as { id: string };

    const elsewhere = await medplum.send(`t/two/fhir/R4/Patient/${id}`, {
      headers: bearer(await tokenOf(medplum, 't/two/')),
    });

    expect(written.status).toBe(201);
    expect(elsewhere.status).toBe(404);
    expect(medplum.tenants.root.tenant.store.get('Patient', id)).toBeUndefined();
  });

  test('clock, moved in one tenant, goes on elsewhere', async () => {
    await using medplum = await startTestMedplum({ control: true });
    await medplum.postJson('t/one/mock/clock', { moveSeconds: 3600 });

    expect((await medplum.send('t/one/mock/clock')).body).toMatchObject({ now: '2026-11-23T23:00:00.250Z' });
    expect((await medplum.send('t/two/mock/clock')).body).toMatchObject({ now: '2026-11-23T22:00:00.250Z' });
    expect((await medplum.send('mock/clock')).body).toMatchObject({ now: '2026-11-23T22:00:00.250Z' });
  });

  test('faults and log, of one tenant, are not those of another', async () => {
    await using medplum = await startTestMedplum({ control: true });
    await medplum.postJson('t/one/mock/faults', { fault: 'unavailable' });

    expect(await medplum.send('t/one/healthcheck')).toMatchObject({ status: 503 });
    expect(await medplum.send('t/two/healthcheck')).toMatchObject({ status: 200 });
    expect((await medplum.send('t/one/mock/log')).body).toMatchObject([{ path: '/healthcheck', status: 503 }]);
    expect((await medplum.send('t/two/mock/log')).body).toMatchObject([{ path: '/healthcheck', status: 200 }]);
    expect((await medplum.send('mock/log')).body).toEqual([]);
  });

  test('tenant, first used by many requests at once, is one', async () => {
    await using medplum = await startTestMedplum();

    const answers = await Promise.all(
      Array.from({ length: 5 }, async () => medplum.send('t/one/.well-known/jwks.json')),
    );

    expect(new Set(answers.map(({ body }) => JSON.stringify(body))).size).toBe(1);
  });

  test.each(['t/a.b/healthcheck', 't/-a/healthcheck', `t/${'a'.repeat(64)}/healthcheck`])(
    'name, that is no label, as in %s, makes no tenant',
    async (path) => {
      await using medplum = await startTestMedplum();

      expect(await medplum.send(path)).toMatchObject({ status: 404 });
      expect(medplum.tenants.list()).toHaveLength(1);
    },
  );

  test('tenants, a thousand, are all there are', async () => {
    await using medplum = await startTestMedplum();
    await Promise.all(Array.from({ length: 1000 }, async (_, at) => medplum.tenants.open(`t${at}`)));

    expect(await medplum.send('t/one-more/healthcheck')).toMatchObject({ status: 503 });
    expect(await medplum.send('t/t7/healthcheck')).toMatchObject({ status: 200 });
  });
});

describe('[M4] /mock/tenants', () => {
  test('tenant, with a project of its own, has that data', async () => {
    await using medplum = await startTestMedplum({ control: true });
    const project = createTestProject();
    const answer = await medplum.postJson('mock/tenants', {
      name: 'mine',
      project: { ...project, resources: project.resources.filter(({ id }) => id !== ids.pat) },
    });
    const headers = bearer(await tokenOf(medplum, 't/mine/'));

    expect(answer).toMatchObject({ status: 201, body: { name: 'mine', baseUrl: `${medplum.baseUrl}t/mine/` } });
    expect(await medplum.send(`t/mine/fhir/R4/Patient/${ids.pat}`, { headers })).toMatchObject({ status: 404 });
  });

  test('tenants, asked for below one of them, are not there, and those of the root outlive its reset', async () => {
    await using medplum = await startTestMedplum({ control: true });
    await medplum.postJson('mock/tenants', { name: 'mine' });
    await medplum.postJson('mock/reset', {});

    expect(await medplum.send('t/mine/mock/tenants')).toMatchObject({ status: 404 });
    expect((await medplum.send('mock/tenants')).body).toMatchObject([{}, { name: 'mine' }]);
  });

  test('tenant, that is there, cannot be made again', async () => {
    await using medplum = await startTestMedplum({ control: true });
    await medplum.postJson('mock/tenants', { name: 'mine' });

    expect(await medplum.postJson('mock/tenants', { name: 'mine' })).toMatchObject({ status: 400 });
  });

  test('tenant, with data that is no project, is refused', async () => {
    await using medplum = await startTestMedplum({ control: true });

    expect(await medplum.postJson('mock/tenants', { project: { resources: [] } })).toMatchObject({ status: 400 });
  });

  test('tenant, closed and used again, is another one', async () => {
    await using medplum = await startTestMedplum({ control: true });
    const headers = bearer(await tokenOf(medplum, 't/mine/'));
    const closed = await medplum.send('mock/tenants/mine', { method: 'DELETE' });

    expect(closed.status).toBe(204);
    expect(await medplum.send(`t/mine/fhir/R4/Patient/${ids.pat}`, { headers })).toMatchObject({ status: 401 });
  });
});
