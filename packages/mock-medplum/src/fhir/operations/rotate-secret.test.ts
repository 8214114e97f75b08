import type { ClientApplication, Resource } from '@medplum/fhirtypes';
import { describe, expect, test } from 'vitest';
import { ids, retiringSecret, clientSecret } from '#project/test-project.ts';
import { type Answer, basic, bearer, startTestMedplum, type TestMedplum } from '#test-medplum.ts';

async function rotate(
  medplum: TestMedplum,
  secrets: object,
  client: string = ids.device,
  by: string = ids.admin,
): Promise<Answer> {
  const headers = bearer(await medplum.clientToken(by));
  return medplum.postJson(`fhir/R4/ClientApplication/${client}/$rotate-secret`, parameters(secrets), headers);
}

function parameters(secrets: object): object {
  const parameter = Object.entries(secrets).map(([name, valueString]) => ({ name, valueString: String(valueString) }));
  return { resourceType: 'Parameters', parameter };
}

function tokenStatus(medplum: TestMedplum, secret: string): Promise<number> {
  const fields = { grant_type: 'client_credentials', client_id: ids.device, client_secret: secret };
  return medplum.postForm('oauth2/token', fields).then(({ status }) => status);
}

describe('$rotate-secret', () => {
  test('[M1] [F7] secret, rotated by an administrator, is replaced and retires', async () => {
    await using medplum = await startTestMedplum();

    const { status, headers, body } = await rotate(medplum, { secret: clientSecret });

    const client = body as ClientApplication;
    expect(status).toBe(200);
    expect(headers.get('etag')).toBe(`W/"${client.meta?.versionId}"`);
    expect(client).toMatchObject({
      resourceType: 'ClientApplication',
      id: ids.device,
      secret: expect.stringMatching(/^[0-9a-f]{64}$/) as string,
      retiringSecret: clientSecret,
      meta: { author: { reference: 'system' }, project: ids.project },
    });
  });

  test('[M1] old and new secret, after a rotation, are both good for tokens, and only the new one for Basic', async () => {
    await using medplum = await startTestMedplum();
    const { secret = '' } = (await rotate(medplum, { secret: clientSecret })).body as ClientApplication;
    const basicStatus = async (id: string): Promise<number> =>
      (await medplum.send('fhir/R4/Patient?_count=1', { headers: basic(ids.device, id) })).status;

    expect([await tokenStatus(medplum, clientSecret), await tokenStatus(medplum, secret)]).toEqual([200, 200]);
    expect([await basicStatus(clientSecret), await basicStatus(secret)]).toEqual([401, 200]);
  });

  test('[M1] retiring secret, sent, is good for nothing any more', async () => {
    await using medplum = await startTestMedplum();
    const { secret = '' } = (await rotate(medplum, { secret: clientSecret })).body as ClientApplication;

    const { status, body } = await rotate(medplum, { retiringSecret: clientSecret });

    expect(status).toBe(200);
    expect(body).toMatchObject({ secret });
    expect(body).not.toHaveProperty('retiringSecret');
    expect([await tokenStatus(medplum, clientSecret), await tokenStatus(medplum, secret)]).toEqual([400, 200]);
  });

  test('secrets in a plain object, are taken like FHIR Parameters', async () => {
    await using medplum = await startTestMedplum();
    const headers = bearer(await medplum.clientToken(ids.admin));
    const path = `fhir/R4/ClientApplication/${ids.device}/$rotate-secret`;

    expect((await medplum.postJson(path, { secret: clientSecret }, headers)).status).toBe(200);
  });

  test.each<[string, object, string, string, number, string]>([
    ['by one who is no administrator', { secret: clientSecret }, ids.device, ids.device, 403, 'Forbidden'],
    ['without a secret', {}, ids.device, ids.admin, 400, 'Secret to rotate must be provided'],
    [
      'with both secrets',
      { secret: clientSecret, retiringSecret: retiringSecret },
      ids.spa,
      ids.admin,
      400,
      'Only one secret can be rotated at a time',
    ],
    ['with a wrong secret', { secret: 'x' }, ids.device, ids.admin, 400, 'Provided secret does not match client'],
    [
      'with a wrong retiring secret',
      { retiringSecret: clientSecret },
      ids.spa,
      ids.admin,
      400,
      'Provided secret does not match client',
    ],
    ['of an unknown client', { secret: clientSecret }, ids.nothing, ids.admin, 404, 'Not found'],
  ])('rotation %s, is refused', async (_case, secrets, client, by, status, text) => {
    await using medplum = await startTestMedplum();

    const answer = await rotate(medplum, secrets, client, by);

    expect(answer).toMatchObject({ status, body: { issue: [{ details: { text } }] } });
    expect(medplum.tenant.store.history('ClientApplication', client).length).toBeLessThan(2);
  });

  test('client of another project, whose secret is known, is not found', async () => {
    await using medplum = await startTestMedplum();
    const id = '40000000-0000-4000-8000-000000000099';
    const foreign = { resourceType: 'ClientApplication', id, secret: clientSecret, meta: { project: ids.nothing } };
    medplum.tenant.store.put(foreign as Resource);

    expect((await rotate(medplum, { secret: clientSecret }, id)).status).toBe(404);
  });
});
