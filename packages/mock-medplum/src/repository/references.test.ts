import type { Observation } from '@medplum/fhirtypes';
import { describe, expect, test } from 'vitest';
import { aliceId, bobId, observation, startClinic } from '#fhir/test-clinic.ts';

const nurse = '60000000-0000-4000-8000-000000000001';
const unknownId = '00000000-0000-4000-8000-000000000000';

describe('checkReferencesOnWrite', () => {
  test.each([
    [`Practitioner/${nurse}`, 'Invalid reference (Forbidden)'],
    [`Patient/${bobId}`, 'Invalid reference (Not found)'],
    [`Patient/${unknownId}`, 'Invalid reference (Not found)'],
    ['Nope/1', 'Invalid reference (Unknown resource type)'],
  ])('[M3] create, that refers to %s, answers 400 and names the place', async (reference, text) => {
    await using clinic = await startClinic({ checkReferencesOnWrite: true });
    clinic.seed({ resourceType: 'Practitioner', id: nurse });
    const send = clinic.as([
      { resourceType: 'Observation' },
      { resourceType: 'Patient', criteria: `Patient?_id=${aliceId}` },
    ]);

    const sent = observation(`Patient/${aliceId}`, { performer: [{ reference: `Patient/${aliceId}` }, { reference }] });
    const { status, body } = await send('POST', 'Observation', sent);

    expect(status).toBe(400);
    expect(body.issue).toEqual([
      { severity: 'error', code: 'structure', details: { text }, expression: ['Observation.performer[1]'] },
    ]);
  });

  test('[M3] update, that refers to nothing, answers 400', async () => {
    await using clinic = await startClinic({ checkReferencesOnWrite: true });
    clinic.seed({ ...observation(`Patient/${aliceId}`), id: nurse });

    const sent = { ...observation(`Patient/${unknownId}`), id: nurse };

    expect(await clinic.as()('PUT', `Observation/${nurse}`, sent)).toMatchObject({ status: 400 });
  });

  test('[M3] create, that refers into itself, is not checked', async () => {
    await using clinic = await startClinic({ checkReferencesOnWrite: true });
    const sent = observation('#alice', { contained: [{ resourceType: 'Patient', id: 'alice' }] });

    expect(await clinic.as()('POST', 'Observation', sent)).toMatchObject({ status: 201 });
  });

  test('[M3] create, in a project that does not ask for it, is not checked', async () => {
    await using clinic = await startClinic();

    const { status } = await clinic.as()('POST', 'Observation', observation(`Patient/${unknownId}`));

    expect(status).toBe(201);
  });
});

describe('conditional references', () => {
  test('[M3] create, that refers by a search, refers to what it finds', async () => {
    await using clinic = await startClinic();

    const { body } = await clinic.as()<Observation>(
      'POST',
      'Observation',
      observation('Patient?identifier=urn:mrn|Bob'),
    );

    expect(body.subject?.reference).toBe(`Patient/${bobId}`);
  });

  test.each([
    ['Patient?identifier=urn:mrn|Nobody', 'did not match any'],
    ['Patient?gender=female', 'matched multiple'],
  ])('[M3] create, that refers by %s, answers 400', async (query, fault) => {
    await using clinic = await startClinic();

    const { status, body } = await clinic.as()('POST', 'Observation', observation(query));

    expect(status).toBe(400);
    expect(body.issue?.[0]).toMatchObject({
      details: { text: `Conditional reference '${query}' ${fault} resources` },
      expression: ['Observation.subject'],
    });
  });

  test('[M3] create, that refers by a search, finds only what the caller may see', async () => {
    await using clinic = await startClinic();
    const send = clinic.as([
      { resourceType: 'Observation' },
      { resourceType: 'Patient', criteria: `Patient?_id=${aliceId}` },
    ]);

    const answer = await send('POST', 'Observation', observation('Patient?identifier=urn:mrn|Bob'));

    expect(answer).toMatchObject({ status: 400 });
  });
});
