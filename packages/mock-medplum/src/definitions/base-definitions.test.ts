import type { Bundle, CodeSystem, StructureDefinition } from '@medplum/fhirtypes';
import { describe, expect, test } from 'vitest';
import { clientSecret, ids } from '#project/test-project.ts';
import { bearer, startTestMedplum, type TestMedplum, type Tokens } from '#test-medplum.ts';

type Sent = Readonly<{ status: number; body: unknown }>;

async function asAdmin(medplum: TestMedplum): Promise<(path: string, init?: RequestInit) => Promise<Sent>> {
  const headers = { ...bearer(await medplum.clientToken(ids.admin)), 'content-type': 'application/fhir+json' };
  return async (path, init) => medplum.send(`fhir/R4/${path}`, { headers, ...init });
}

const namesIn = ({ body }: Sent): unknown[] =>
  ((body as Bundle).entry ?? []).map(({ resource }) => (resource as StructureDefinition).name);

describe('[M3] base definitions', () => {
  test.each([
    ['StructureDefinition?name=Patient&kind=resource&derivation=specialization', 'Patient'],
    ['StructureDefinition?url=http://hl7.org/fhir/StructureDefinition/HumanName', 'HumanName'],
    ['StructureDefinition?url=https://medplum.com/fhir/StructureDefinition/Bot', 'Bot'],
    ['StructureDefinition?type=Bot', 'Bot'],
    ['SearchParameter?base=Patient&code=birthdate', 'birthdate'],
    ['ValueSet?url=http://hl7.org/fhir/ValueSet/administrative-gender', 'AdministrativeGender'],
    ['CodeSystem?url=http://hl7.org/fhir/administrative-gender', 'AdministrativeGender'],
    ['OperationDefinition?code=everything', 'Fetch Patient Record'],
  ])('search, that asks for %s, finds it in every project', async (query, name) => {
    await using medplum = await startTestMedplum();
    const send = await asAdmin(medplum);

    expect(namesIn(await send(query))).toContain(name);
  });

  test('definition, read by its id, is whole but for its text and differential', async () => {
    await using medplum = await startTestMedplum();
    const send = await asAdmin(medplum);
    const found = await send('StructureDefinition?name:exact=Patient');
    const id = (found.body as Bundle).entry?.[0]?.resource?.id;

    const { body } = await send(`StructureDefinition/${id}`);

    const { type, snapshot, text, differential } = body as StructureDefinition;
    expect([type, text, differential]).toEqual(['Patient', undefined, undefined]);
    expect(snapshot?.element.map(({ path }) => path)).toContain('Patient.birthDate');
  });

  test.each(['PUT', 'PATCH', 'DELETE'])('definition, written by %s, is refused and stays', async (method) => {
    await using medplum = await startTestMedplum();
    const send = await asAdmin(medplum);
    const found = await send('CodeSystem?url=http://hl7.org/fhir/administrative-gender');
    const codeSystem = (found.body as Bundle<CodeSystem>).entry?.[0]?.resource;
    const changed = { ...codeSystem, title: 'Mine' };
    const content = method === 'PUT' ? changed : [{ op: 'replace', path: '/title', value: 'Mine' }];

    const refused = await send(`CodeSystem/${codeSystem?.id}`, {
      method,
      ...(method === 'DELETE' ? {} : { body: JSON.stringify(content) }),
    });

    expect(refused.status).toBe(403);
    expect((await send(`CodeSystem/${codeSystem?.id}`)).body).toEqual(codeSystem);
  });

  test('definition of the same URL, made in a project, is found beside the first one, and in no other tenant', async () => {
    await using medplum = await startTestMedplum();
    const send = await asAdmin(medplum);
    const url = 'http://hl7.org/fhir/administrative-gender';
    const own = { resourceType: 'CodeSystem', url, name: 'Own', status: 'active', content: 'complete' };
    const credentials = { grant_type: 'client_credentials', client_id: ids.admin, client_secret: clientSecret };
    const elsewhere = await medplum.postForm('t/other/oauth2/token', credentials);
    const headers = bearer((elsewhere.body as Tokens).access_token);

    const made = await send('CodeSystem', { method: 'POST', body: JSON.stringify(own) });

    expect(made.status).toBe(201);
    expect(namesIn(await send(`CodeSystem?url=${url}`))).toEqual(['AdministrativeGender', 'Own']);
    const found = await medplum.send(`t/other/fhir/R4/CodeSystem?url=${url}`, { headers });
    expect(namesIn(found)).toEqual(['AdministrativeGender']);
  });
});
