import type { Bundle } from '@medplum/fhirtypes';
import { expect, test } from 'vitest';
import { aliceId, bobId, observation, startClinic, type TestClinic } from '#fhir/test-clinic.ts';

const nurse = '60000000-0000-4000-8000-000000000001';
const ward = '60000000-0000-4000-8000-000000000002';
const everythingPath = `Patient/${aliceId}/$everything`;

/** Alice has an Observation by a nurse, and so has Bob. The nurse's extension names a ward. */
function seedRecord(clinic: TestClinic): void {
  const extension = [{ url: 'urn:ward', valueReference: { reference: `Organization/${ward}` } }];
  clinic.seed(
    { resourceType: 'Organization', id: ward, name: 'Ward' },
    { resourceType: 'Practitioner', id: nurse, extension },
    { ...observation(`Patient/${aliceId}`, { performer: [{ reference: `Practitioner/${nurse}` }] }), id: bobId },
    { ...observation(`Patient/${bobId}`), id: aliceId },
  );
}

/** What a bundle holds, in alphabetical order, but for the AuditEvent of reading the patient, who is its subject. */
function entriesOf({ entry = [] }: Bundle): string[] {
  const named = entry.map(({ search, resource }) => `${search?.mode} ${resource?.resourceType}/${resource?.id}`);
  return named.filter((name) => !name.includes('AuditEvent')).toSorted();
}

test('[M3] $everything, of a patient, is the compartment and what it refers to', async () => {
  await using clinic = await startClinic();
  seedRecord(clinic);

  const { status, body } = await clinic.as()<Bundle>('GET', everythingPath);

  expect(status).toBe(200);
  expect(entriesOf(body)).toEqual([
    `include Organization/${ward}`,
    `include Practitioner/${nurse}`,
    `match Observation/${bobId}`,
    `match Patient/${aliceId}`,
  ]);
  expect(body.link?.map(({ relation, url }) => `${relation} ${url?.split('/R4/')[1]}`)).toEqual([
    `self ${everythingPath}?_count=1000`,
    `first ${everythingPath}?_count=1000`,
  ]);
});

test('[M3] $everything, under a policy, leaves out what the caller may not see', async () => {
  await using clinic = await startClinic();
  seedRecord(clinic);
  const send = clinic.as([{ resourceType: 'Patient', hiddenFields: ['telecom'] }, { resourceType: 'Observation' }]);

  const { body } = await send<Bundle>('GET', everythingPath);

  expect(entriesOf(body)).toEqual([`match Observation/${bobId}`, `match Patient/${aliceId}`]);
  const patient = body.entry?.find(({ resource }) => resource?.resourceType === 'Patient')?.resource;
  expect(patient).toMatchObject({ id: aliceId });
  expect(patient).not.toHaveProperty('telecom');
});

test('[M3] $everything, of a page of one, narrows the answer', async () => {
  await using clinic = await startClinic();
  seedRecord(clinic);

  const { body } = await clinic.as([{ resourceType: 'Patient' }])<Bundle>('GET', `${everythingPath}?_count=1`);

  expect(entriesOf(body)).toEqual([`match Patient/${aliceId}`]);
});

test('[M3] $everything, of a type that the caller may not search, is refused', async () => {
  await using clinic = await startClinic();
  seedRecord(clinic);

  const send = clinic.as([{ resourceType: 'Patient' }]);

  expect(await send('GET', `${everythingPath}?_type=Observation`)).toMatchObject({ status: 403 });
});

test('[M3] $everything, by POST with Parameters, takes them from the body', async () => {
  await using clinic = await startClinic();
  seedRecord(clinic);

  const parameter = [{ name: '_since', valueInstant: '2099-01-01T00:00:00Z' }];
  const { body } = await clinic.as()<Bundle>('POST', everythingPath, { resourceType: 'Parameters', parameter });

  expect(entriesOf(body)).toEqual([]);
});

test('[M3] $everything, of a patient outside the criteria, is refused', async () => {
  await using clinic = await startClinic();

  const send = clinic.as([{ resourceType: 'Patient', criteria: `Patient?_id=${bobId}` }]);

  expect(await send('GET', everythingPath)).toMatchObject({ status: 403 });
});

test('[M3] $everything, of a date of care, leaves out what is of another', async () => {
  await using clinic = await startClinic();
  clinic.seed({ ...observation(`Patient/${aliceId}`, { issued: '2024-01-10T10:00:00Z' }), id: bobId });

  const before = await clinic.as()<Bundle>('GET', `${everythingPath}?end=2024-01-10`);
  const after = await clinic.as()<Bundle>('GET', `${everythingPath}?start=2024-01-10`);

  expect(entriesOf(before.body)).toEqual([`match Patient/${aliceId}`]);
  expect(entriesOf(after.body)).toEqual([`match Observation/${bobId}`, `match Patient/${aliceId}`]);
});

test('[M3] operation, that a Bot implements, answers that the mock does not run it', async () => {
  await using clinic = await startClinic();
  const url = 'https://medplum.com/fhir/StructureDefinition/operationDefinition-implementation';
  clinic.seed({
    resourceType: 'OperationDefinition',
    id: nurse,
    extension: [{ url, valueReference: { reference: `Bot/${ward}` } }],
    name: 'Own',
    code: 'own',
    status: 'active',
    kind: 'operation',
    system: true,
    type: false,
    instance: false,
  });

  const { status, body } = await clinic.as()('POST', '$own', {});

  expect(status).toBe(400);
  expect(JSON.stringify(body)).toContain('custom operation $own');
});
