import type { CapabilityStatement } from '@medplum/fhirtypes';
import { expect, test } from 'vitest';
import { startClinic } from './test-clinic.ts';

test('[M3] metadata, without a caller, says where to sign in and what each type can do', async () => {
  await using clinic = await startClinic();

  const { status, headers, body } = await clinic.as()<CapabilityStatement>('GET', 'metadata');

  expect(status).toBe(200);
  expect(headers.get('content-type')).toBe('application/json; charset=utf-8');
  expect(body).toMatchObject({
    resourceType: 'CapabilityStatement',
    id: 'medplum-server',
    fhirVersion: '4.0.1',
    url: 'http://localhost:8103/fhir/R4/metadata',
    implementation: { description: 'medplum', url: 'http://localhost:8103/fhir/R4/' },
  });
  expect(body.rest?.[0]?.security?.extension?.[0]?.extension).toEqual([
    { url: 'authorize', valueUri: 'http://localhost:8103/oauth2/authorize' },
    { url: 'token', valueUri: 'http://localhost:8103/oauth2/token' },
    { url: 'introspect', valueUri: 'http://localhost:8103/oauth2/introspect' },
  ]);
  const patient = body.rest?.[0]?.resource?.find(({ type }) => type === 'Patient');
  expect(patient).toMatchObject({
    profile: 'http://hl7.org/fhir/StructureDefinition/Patient',
    versioning: 'versioned',
    updateCreate: false,
    conditionalDelete: 'single',
  });
  expect(patient?.searchParam?.map(({ name }) => name)).toContain('birthdate');
});

test('[M3] metadata, asked for with HEAD, answers 200 without a body', async () => {
  await using clinic = await startClinic();

  expect(await clinic.as()('HEAD', 'metadata')).toMatchObject({ status: 200, body: '' });
});
