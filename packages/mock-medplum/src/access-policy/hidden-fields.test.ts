import type { Bundle } from '@medplum/fhirtypes';
import { describe, expect, test } from 'vitest';
import { aliceId, observation, startClinic, type TestClinic } from '#fhir/test-clinic.ts';

const policy = [
  { resourceType: 'Patient', hiddenFields: ['telecom', 'birthDate', 'name.family'] },
  { resourceType: 'Observation' },
];

/** What of Alice is hidden from the caller: her phone 555, her family name Test and the day of her birth. */
async function search(clinic: TestClinic, query: string): Promise<{ ids: string[]; text: string }> {
  const { status, body } = await clinic.as(policy)<Bundle>('GET', query);
  expect(status).toBe(200);
  const found = (body.entry ?? []).flatMap(({ resource, search: by }) =>
    resource && by?.mode === 'match' ? (resource.id ?? '') : [],
  );
  return { ids: found, text: JSON.stringify(body.entry ?? []) };
}

// Medplum removes hidden fields from what it has found. The mock does the same, so that nobody relies on more.
describe('[L13] hidden field', () => {
  test.each([
    ['its value', 'Patient?phone=555', 'Patient?phone=556'],
    ['a part of it', 'Patient?telecom:contains=55', 'Patient?telecom:contains=56'],
    ['its presence', 'Patient?telecom:missing=false', 'Patient?telecom:missing=true'],
    ['its negation', 'Patient?phone:not=556', 'Patient?phone:not=555'],
    ['a range', 'Patient?birthdate=lt1985-01-01&gender=female', 'Patient?birthdate=gt1985-01-01&gender=female'],
    ['a part of a dotted path', 'Patient?family=Test&gender=female', 'Patient?family=Other&gender=female'],
    ['an expression', 'Patient?_filter=phone eq "555"', 'Patient?_filter=phone eq "556"'],
  ])('[L13] hidden field, searched for %s, is found by and not shown', async (_what, right, wrong) => {
    await using clinic = await startClinic();

    const { ids, text } = await search(clinic, right);

    expect(ids).toContain(aliceId);
    expect(text).not.toMatch(/telecom|birthDate|family/);
    expect((await search(clinic, wrong)).ids).not.toContain(aliceId);
  });

  test('[L13] hidden field, sorted by, orders what is found and is not shown', async () => {
    await using clinic = await startClinic();

    const up = await search(clinic, 'Patient?_sort=birthdate');
    const down = await search(clinic, 'Patient?_sort=-birthdate');

    expect(up.ids).toEqual(down.ids.toReversed());
    expect(up.text).not.toContain('birthDate');
  });

  test.each([
    ['a chain', 'Observation?subject:Patient.phone=555', 'Observation?subject:Patient.phone=556'],
    ['a reverse chain', 'Patient?_has:Observation:subject:code=8867-4&phone=555', 'Patient?phone=556'],
  ])('[L13] hidden field, searched through %s, is found by', async (_what, right, wrong) => {
    await using clinic = await startClinic();
    clinic.seed(observation(`Patient/${aliceId}`, { id: '50000000-0000-4000-8000-000000000001' }));

    expect((await search(clinic, right)).ids).toHaveLength(1);
    expect((await search(clinic, wrong)).ids).toHaveLength(0);
  });

  test('[L13] hidden field, in If-None-Exist, tells whether it is there', async () => {
    await using clinic = await startClinic();
    const create = async (phone: string): Promise<number> =>
      (
        await clinic.as(policy)(
          'POST',
          'Patient',
          { resourceType: 'Patient' },
          { 'if-none-exist': `phone=${phone}&_id=${aliceId}` },
        )
      ).status;

    expect(await create('555')).toBe(200);
    expect(await create('556')).toBe(201);
  });

  test('[L13] hidden field, in a patch that tests it, is not there to be tested', async () => {
    await using clinic = await startClinic();
    const patch = [{ op: 'test', path: '/birthDate', value: '1980-01-01' }];
    const headers = { 'content-type': 'application/json-patch+json' };

    const { status } = await clinic.as(policy)('PATCH', `Patient/${aliceId}`, JSON.stringify(patch), headers);

    expect(status).toBe(400);
  });
});
