import type { Bundle } from '@medplum/fhirtypes';
import { expect, test } from 'vitest';

import { ALICE, BOB, observation, startClinic, type TestClinic } from '#fhir/test-clinic.ts';

const NURSE = '60000000-0000-4000-8000-000000000001';
const WARD = '60000000-0000-4000-8000-000000000002';
const PATH = `Patient/${ALICE}/$everything`;

/** Alice has an Observation by a nurse, and so has Bob. The nurse's extension names a ward. */
function seedRecord(clinic: TestClinic): void {
  const extension = [{ url: 'urn:ward', valueReference: { reference: `Organization/${WARD}` } }];
  clinic.seed(
    { resourceType: 'Organization', id: WARD, name: 'Ward' },
    { resourceType: 'Practitioner', id: NURSE, extension },
    { ...observation(`Patient/${ALICE}`, { performer: [{ reference: `Practitioner/${NURSE}` }] }), id: BOB },
    { ...observation(`Patient/${BOB}`), id: ALICE },
  );
}

/** What a bundle holds, but for the AuditEvent of reading the patient, who is its subject. */
function entriesOf({ entry = [] }: Bundle): string[] {
  const named = entry.map(({ search, resource }) => `${search?.mode} ${resource?.resourceType}/${resource?.id}`);
  return named.filter((name) => !name.includes('AuditEvent'));
}

test('[M3] $everything, of a patient, is the compartment and what it refers to', async () => {
  await using clinic = await startClinic();
  seedRecord(clinic);

  const { status, body } = await clinic.as()<Bundle>('GET', PATH);

  expect(status).toBe(200);
  expect(entriesOf(body)).toEqual([
    `match Patient/${ALICE}`,
    `match Observation/${BOB}`,
    `include Practitioner/${NURSE}`,
    `include Organization/${WARD}`,
  ]);
  expect(body.link?.map(({ relation, url }) => `${relation} ${url?.split('/R4/')[1]}`)).toEqual([
    `self ${PATH}?_count=1000`,
    `first ${PATH}?_count=1000`,
  ]);
});

test('[M3] $everything, under a policy, leaves out what the caller may not see', async () => {
  await using clinic = await startClinic();
  seedRecord(clinic);
  const send = clinic.as([{ resourceType: 'Patient', hiddenFields: ['telecom'] }, { resourceType: 'Observation' }]);

  const { body } = await send<Bundle>('GET', PATH);

  expect(entriesOf(body)).toEqual([`match Patient/${ALICE}`, `match Observation/${BOB}`]);
  expect(body.entry?.[0]?.resource).not.toHaveProperty('telecom');
});

test.each([`${PATH}?_type=Observation`, `${PATH}?_count=1`])(
  '[M3] $everything, at %s, narrows the answer',
  async (path) => {
    await using clinic = await startClinic();
    seedRecord(clinic);

    const { body } = await clinic.as([{ resourceType: 'Patient' }])<Bundle>('GET', path);

    expect(entriesOf(body)).toEqual([`match Patient/${ALICE}`]);
  },
);

test('[M3] $everything, by POST with Parameters, takes them from the body', async () => {
  await using clinic = await startClinic();
  seedRecord(clinic);

  const parameter = [{ name: '_since', valueInstant: '2099-01-01T00:00:00Z' }];
  const { body } = await clinic.as()<Bundle>('POST', PATH, { resourceType: 'Parameters', parameter });

  expect(entriesOf(body)).toEqual([]);
});

test('[M3] $everything, of a patient outside the criteria, answers 404', async () => {
  await using clinic = await startClinic();

  const send = clinic.as([{ resourceType: 'Patient', criteria: `Patient?_id=${BOB}` }]);

  expect(await send('GET', PATH)).toMatchObject({ status: 404 });
});
