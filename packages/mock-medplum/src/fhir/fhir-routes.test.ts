import type { Bundle, Observation, OperationOutcome, Patient } from '@medplum/fhirtypes';
import { describe, expect, test } from 'vitest';
import { aliceId, bobId, clinicClientId, observation, projectId, startClinic } from './test-clinic.ts';

const unknownId = '00000000-0000-4000-8000-000000000000';
const notFound = {
  id: 'not-found',
  issue: [{ severity: 'error', code: 'not-found', details: { text: 'Not found' } }],
};

/** What an OperationOutcome says, in one line. */
function textOf(outcome: OperationOutcome): string | undefined {
  return outcome.issue?.[0]?.details?.text;
}

describe('reading and writing', () => {
  test('[M3] create, of a valid resource, answers 201 with Location, ETag and an id of the server', async () => {
    await using clinic = await startClinic();

    const sent = { ...observation(`Patient/${aliceId}`), id: unknownId };
    const { status, headers, body } = await clinic.as()<Observation>('POST', 'Observation', sent);

    expect(status).toBe(201);
    expect(body.id).not.toBe(unknownId);
    expect(headers.get('location')).toBe(`http://localhost:8103/fhir/R4/Observation/${body.id}`);
    expect(headers.get('etag')).toBe(`W/"${body.meta?.versionId}"`);
    expect(headers.get('last-modified')).toBe('Mon, 23 Nov 2026 22:45:52 GMT');
    expect(headers.get('content-type')).toBe('application/fhir+json; charset=utf-8');
  });

  test('[M3] create, with Prefer return=minimal, answers 201 without a body', async () => {
    await using clinic = await startClinic();

    const answer = await clinic.as()('POST', 'Patient', { resourceType: 'Patient' }, { prefer: 'return=minimal' });

    expect(answer).toMatchObject({ status: 201, body: '' });
  });

  test('[M3] create, of a resource with an empty string, drops it', async () => {
    await using clinic = await startClinic();

    const { status, body } = await clinic.as()<Patient>('POST', 'Patient', {
      resourceType: 'Patient',
      name: [{ family: '' }],
    });

    expect(status).toBe(201);
    expect(body).not.toHaveProperty('name');
  });

  test('[M3] read, with the ETag of the current version, answers 304', async () => {
    await using clinic = await startClinic();
    const send = clinic.as();
    const { headers } = await send('GET', `Patient/${aliceId}`);

    const answer = await send('GET', `Patient/${aliceId}`, undefined, { 'if-none-match': headers.get('etag') ?? '' });

    expect(answer).toMatchObject({ status: 304, body: '' });
  });

  test.each([unknownId, 'not-a-uuid'])('[M3] read, of the id %s that nobody has, answers 404', async (id) => {
    await using clinic = await startClinic();

    expect(await clinic.as()('GET', `Patient/${id}`)).toMatchObject({ status: 404, body: notFound });
  });

  test('[M3] update, that changes nothing, answers 200 and makes no version', async () => {
    await using clinic = await startClinic();
    const send = clinic.as();
    const { body: before } = await send<Patient>('GET', `Patient/${aliceId}`);

    const { status, body } = await send<Patient>('PUT', `Patient/${aliceId}`, before);

    expect(status).toBe(200);
    expect(body).toEqual(before);
    expect((await send<Bundle>('GET', `Patient/${aliceId}/_history`)).body.total).toBe(1);
  });

  test.each([
    ['an id that nobody has', `Patient/${unknownId}`, { resourceType: 'Patient', id: unknownId }, 404, 'Not found'],
    ['an id that is no UUID', 'Patient/abc', { resourceType: 'Patient', id: 'abc' }, 400, 'Invalid id'],
    ['no id in the body', `Patient/${aliceId}`, { resourceType: 'Patient' }, 400, 'Incorrect resource ID'],
    ['another type', `Patient/${aliceId}`, { resourceType: 'Device', id: aliceId }, 400, 'Incorrect resource type'],
  ])('[M3] update, with %s, is refused', async (_what, path, body, status, text) => {
    await using clinic = await startClinic();

    const answer = await clinic.as()('PUT', path, body);

    expect(answer.status).toBe(status);
    expect(textOf(answer.body)).toBe(text);
  });

  test('[M3] update, with a stale If-Match, answers 412 and changes nothing', async () => {
    await using clinic = await startClinic();
    const send = clinic.as();
    const { body: before } = await send<Patient>('GET', `Patient/${aliceId}`);

    const answer = await send(
      'PUT',
      `Patient/${aliceId}`,
      { ...before, active: true },
      { 'if-match': `W/"${unknownId}"` },
    );

    expect(answer).toMatchObject({ status: 412, body: { id: 'precondition-failed' } });
    expect((await send<Patient>('GET', `Patient/${aliceId}`)).body).toEqual(before);
  });

  test('[M3] patch, of one field, changes it and keeps the rest', async () => {
    await using clinic = await startClinic();

    const patch = [{ op: 'replace', path: '/birthDate', value: '1990-02-03' }];
    const { status, body } = await clinic.as()<Patient>('PATCH', `Patient/${aliceId}`, patch);

    expect(status).toBe(200);
    expect(body).toMatchObject({ birthDate: '1990-02-03', gender: 'female' });
  });

  test.each([
    [
      'a path that is not there',
      [{ op: 'replace', path: '/nope/0', value: 1 }],
      400,
      'Value required at path: /nope/0',
    ],
    ['an id of nobody', [{ op: 'replace', path: '/id', value: clinicClientId }], 404, 'Not found'],
    ['no id', [{ op: 'remove', path: '/id' }], 400, 'Missing id'],
    ['another type', [{ op: 'replace', path: '/resourceType', value: 'Device' }], 404, 'Not found'],
    ['a body that is no array', {}, 400, 'Invalid patch body'],
  ])('[M3] patch, with %s, is refused', async (_what, patch, status, text) => {
    await using clinic = await startClinic();

    const answer = await clinic.as()('PATCH', `Patient/${aliceId}`, patch);

    expect(answer.status).toBe(status);
    expect(textOf(answer.body)).toBe(text);
  });

  test('[M3] patch, of a Patient, is given the id of another, and is refused', async () => {
    await using clinic = await startClinic();
    const send = clinic.as();

    const answer = await send('PATCH', `Patient/${aliceId}`, [{ op: 'replace', path: '/id', value: bobId }]);

    expect(answer.status).toBe(400);
    expect(textOf(answer.body)).toBe('Incorrect resource ID');
    expect((await send<Bundle>('GET', `Patient/${bobId}/_history`)).body.total).toBe(1);
  });

  test('[M3] delete, of what is there, leaves 410 for readers, its history, and 200 for who deletes again', async () => {
    await using clinic = await startClinic();
    const send = clinic.as();

    const first = await send('DELETE', `Patient/${aliceId}`);
    const again = await send('DELETE', `Patient/${aliceId}`);

    expect([first.status, again.status]).toEqual([200, 200]);
    expect(await send('GET', `Patient/${aliceId}`)).toMatchObject({ status: 410, body: { id: 'gone' } });
    const { body } = await send<Bundle>('GET', `Patient/${aliceId}/_history`);
    expect(body.total).toBe(2);
    expect(body.entry?.[0]).toMatchObject({
      request: { method: 'DELETE', url: `Patient/${aliceId}` },
      response: {
        status: '410',
        outcome: {
          issue: [
            {
              code: 'deleted',
              details: { text: 'Deleted on Mon Nov 23 2026 22:45:52 GMT+0000 (Coordinated Universal Time)' },
            },
          ],
        },
      },
    });
  });

  test('[M3] update, of a deleted resource, brings it back', async () => {
    await using clinic = await startClinic();
    const send = clinic.as();
    await send('DELETE', `Patient/${aliceId}`);

    const answer = await send<Patient>('PUT', `Patient/${aliceId}`, { resourceType: 'Patient', id: aliceId });

    expect(answer.status).toBe(200);
    expect((await send('GET', `Patient/${aliceId}`)).status).toBe(200);
  });

  test('[M3] history and vread, after two changes, return each version with the newest first', async () => {
    await using clinic = await startClinic();
    const send = clinic.as();
    await send('PUT', `Patient/${aliceId}`, { resourceType: 'Patient', id: aliceId, gender: 'male' });
    await send('PUT', `Patient/${aliceId}`, { resourceType: 'Patient', id: aliceId, gender: 'other' });

    const { body } = await send<Bundle<Patient>>('GET', `Patient/${aliceId}/_history`);
    const versions = body.entry?.flatMap((entry) => entry.resource ?? []) ?? [];
    const reread = await send<Patient>('GET', `Patient/${aliceId}/_history/${versions[1]?.meta?.versionId}`);

    expect(versions.map(({ gender }) => gender)).toEqual(['other', 'male', 'female']);
    expect(reread.body).toEqual(versions[1]);
    expect((await send('GET', `Patient/${aliceId}/_history/${unknownId}`)).status).toBe(404);
  });
});

describe('who did it', () => {
  test('[M3] create, by a client that claims another author, records the caller', async () => {
    await using clinic = await startClinic();
    const claimed = { reference: `Patient/${bobId}` };
    const meta = { author: claimed, onBehalfOf: claimed, project: unknownId, compartment: [claimed], versionId: 'x' };

    const { body } = await clinic.as()<Observation>(
      'POST',
      'Observation',
      observation(`Patient/${aliceId}`, { meta }),
      {
        'x-medplum': 'extended',
      },
    );
    const [stored] = clinic.tenant.store.list('Observation');

    expect(body.meta).not.toHaveProperty('author');
    expect(stored?.meta).toMatchObject({
      author: { reference: `ClientApplication/${clinicClientId}` },
      project: projectId,
      compartment: [{ reference: `Project/${projectId}` }, { reference: `Patient/${aliceId}` }],
    });
    expect(stored?.meta).not.toHaveProperty('onBehalfOf');
  });

  test('[M3] read, in extended mode, shows author, project and compartments; otherwise only for whom it was', async () => {
    await using clinic = await startClinic();
    const onBehalfOf = { reference: `Patient/${aliceId}` };
    const created = await clinic.as(undefined, { onBehalfOf })<Observation>(
      'POST',
      'Observation',
      observation(`Patient/${aliceId}`),
    );
    const path = `Observation/${created.body.id}`;

    const plain = await clinic.as()<Observation>('GET', path);
    const extended = await clinic.as(undefined, { extendedMode: true })<Observation>('GET', path);

    expect(Object.keys(plain.body.meta ?? {})).toEqual(['versionId', 'lastUpdated', 'onBehalfOf']);
    expect(Object.keys(extended.body.meta ?? {})).toEqual([
      'versionId',
      'lastUpdated',
      'author',
      'onBehalfOf',
      'project',
      'compartment',
    ]);
  });
});

describe('conditional requests', () => {
  const bySystem = (value: string): Patient => ({ resourceType: 'Patient', identifier: [{ system: 'urn:x', value }] });

  test('[M3] four creates at once, with the same If-None-Exist, make one resource', async () => {
    await using clinic = await startClinic();
    const send = clinic.as();
    const condition = { 'if-none-exist': 'identifier=urn:x|1' };

    const four = [1, 2, 3, 4].map(async () => send<Patient>('POST', 'Patient', bySystem('1'), condition));
    const answers = await Promise.all(four);

    expect(answers.map(({ status }) => status).toSorted((one, other) => one - other)).toEqual([200, 200, 200, 201]);
    expect(new Set(answers.map(({ body }) => body.id)).size).toBe(1);
  });

  test('[M3] create and delete, when the condition meets many, answer 412', async () => {
    await using clinic = await startClinic();
    const send = clinic.as();
    await send('POST', 'Patient', bySystem('1'));
    await send('POST', 'Patient', bySystem('1'));

    const created = await send('POST', 'Patient', bySystem('1'), { 'if-none-exist': 'identifier=urn:x|1' });
    const deleted = await send('DELETE', 'Patient?identifier=urn:x|1');

    expect([created.status, deleted.status]).toEqual([412, 412]);
    expect(created.body.id).toBe('multiple-matches');
  });

  test('[M3] update, patch and delete by search, reach the one that matches', async () => {
    await using clinic = await startClinic();
    const send = clinic.as();

    const created = await send('PUT', 'Patient?identifier=urn:x|1', bySystem('1'));
    const updated = await send('PUT', 'Patient?identifier=urn:x|1', { ...bySystem('1'), gender: 'male' });
    const patch = [{ op: 'replace', path: '/gender', value: 'other' }];
    const patched = await send<Patient>('PATCH', 'Patient?identifier=urn:x|1', patch);
    const deleted = await send('DELETE', 'Patient?identifier=urn:x|1');
    const deletedAgain = await send('DELETE', 'Patient?identifier=urn:x|1');

    expect([created, updated, patched, deleted, deletedAgain].map(({ status }) => status)).toEqual([
      201, 200, 200, 200, 200,
    ]);
    expect(patched.body.gender).toBe('other');
  });

  test('[M3] create, with a condition on an unknown parameter, answers 400', async () => {
    await using clinic = await startClinic();

    const answer = await clinic.as()('POST', 'Patient', bySystem('1'), { 'if-none-exist': 'nope=1' });

    expect(answer.status).toBe(400);
    expect(textOf(answer.body)).toBe('Unknown search parameter: nope');
  });
});

describe('bundles', () => {
  const bundle = (type: string, ...entry: unknown[]): unknown => ({ resourceType: 'Bundle', type, entry });
  const good = { request: { method: 'POST', url: 'Patient' }, resource: { resourceType: 'Patient' } };
  const bad = { request: { method: 'POST', url: 'Observation' }, resource: { resourceType: 'Observation' } };

  test('[M3] batch, with good and bad entries, answers each on its own and resolves references inside', async () => {
    await using clinic = await startClinic();
    const patientUrl = 'urn:uuid:11111111-1111-4111-8111-111111111111';

    const { status, body } = await clinic.as()<Bundle>(
      'POST',
      '',
      bundle(
        'batch',
        { ...good, fullUrl: patientUrl },
        { request: { method: 'POST', url: 'Observation' }, resource: observation(patientUrl) },
        bad,
        { request: { method: 'GET', url: `Patient/${unknownId}` } },
      ),
    );

    expect(status).toBe(200);
    expect(body.type).toBe('batch-response');
    expect(body.entry?.map((entry) => entry.response?.status)).toEqual(['201', '201', '400', '404']);
    const patientId = body.entry?.[0]?.resource?.id;
    expect(body.entry?.[1]?.resource).toMatchObject({ subject: { reference: `Patient/${patientId}` } });
  });

  test('[M3] transaction, that fails, in a project with the feature leaves nothing behind', async () => {
    await using clinic = await startClinic({ features: ['transaction-bundles'] });
    const before = [...clinic.tenant.store.list('Patient')].length;

    const answer = await clinic.as()('POST', '', bundle('transaction', good, bad));

    expect(answer.status).toBe(400);
    expect([...clinic.tenant.store.list('Patient')]).toHaveLength(before);
  });

  test('[M3] transaction, that fails, in a project without the feature is answered as a batch', async () => {
    await using clinic = await startClinic();

    const { status, body } = await clinic.as()<Bundle>('POST', '', bundle('transaction', good, bad));

    expect(status).toBe(200);
    expect(body.entry?.map((entry) => entry.response?.status)).toEqual(['201', '400']);
  });

  test.each([
    ['collection', bundle('collection', good), 'Unrecognized bundle type: collection'],
    ['empty batch', bundle('batch'), 'Missing bundle entries'],
    ['other resource', { resourceType: 'Patient' }, 'Not a bundle'],
  ])('[M3] batch, that is a %s, is refused', async (_what, body, text) => {
    await using clinic = await startClinic();

    const answer = await clinic.as()('POST', '', body);

    expect(answer.status).toBe(400);
    expect(textOf(answer.body)).toBe(text);
  });
});

describe('bad input', () => {
  test.each([
    ['no body', undefined, 'Incorrect resource type: expected Patient, but found <EMPTY>'],
    ['an array', [], 'Incorrect resource type: expected Patient, but found <EMPTY>'],
    ['broken JSON', '{"resourceType":', 'Content could not be parsed'],
    ['an unknown property', { resourceType: 'Patient', foo: 1 }, 'Invalid additional property "foo"'],
    ['null', { resourceType: 'Patient', name: null }, 'Invalid null value'],
    ['a bad date', { resourceType: 'Patient', birthDate: '01/02/2000' }, 'Invalid date format'],
    ['a wrong shape', { resourceType: 'Patient', name: 'Bob' }, 'Expected array of values for property'],
  ])('[M3] create, with %s, answers 400 and says why', async (_what, body, text) => {
    await using clinic = await startClinic();

    const answer = await clinic.as()('POST', 'Patient', body);

    expect(answer.status).toBe(400);
    expect(textOf(answer.body)).toBe(text);
    expect(answer.body.extension?.[0]?.url).toBe('https://medplum.com/fhir/StructureDefinition/tracing');
  });

  test('[M3] create, that breaks an invariant, names it and shows its FHIRPath', async () => {
    await using clinic = await startClinic();
    const faulty = observation(`Patient/${aliceId}`, { valueString: 'x', dataAbsentReason: { text: 'x' } });

    const answer = await clinic.as()('POST', 'Observation', faulty);

    expect(answer).toMatchObject({
      status: 400,
      body: { issue: [{ code: 'invariant', diagnostics: '{"fhirpath":"dataAbsentReason.empty() or value.empty()"}' }] },
    });
  });

  test.each([
    ['GET', 'Nope', 400, 'Unknown resource type'],
    ['GET', 'Nope?x=1', 400, 'Unknown resource type'],
    ['GET', '_history', 400, 'Unknown resource type'],
    ['GET', 'Observation/_history', 404, 'Not found'],
    ['GET', `Patient/${aliceId}/nope/x`, 404, 'Not found'],
    ['POST', 'Patient/$nope', 404, 'Not found'],
    ['DELETE', `Patient/${unknownId}`, 404, 'Not found'],
  ])('[M3] %s %s, which is not served, answers %i', async (method, path, status, text) => {
    await using clinic = await startClinic();

    const answer = await clinic.as()(method, path);

    expect(answer.status).toBe(status);
    expect(textOf(answer.body)).toBe(text);
  });

  test('[M3] HEAD, which Medplum does not route, answers 404', async () => {
    await using clinic = await startClinic();

    expect((await clinic.as()('HEAD', `Patient/${aliceId}`)).status).toBe(404);
  });

  test('[M3] $validate, of a good and a bad resource, answers 200 and 400 and stores nothing', async () => {
    await using clinic = await startClinic();
    const send = clinic.as();

    const good = await send('POST', 'Device/$validate', { resourceType: 'Device' });
    const bad = await send('POST', 'Device/$validate', { resourceType: 'Device', foo: 1 });

    expect([good.status, bad.status]).toEqual([200, 400]);
    expect([...clinic.tenant.store.list('Device')]).toEqual([]);
  });
});
