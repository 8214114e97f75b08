import type { AccessPolicy, AccessPolicyResource, Bundle, Login, Observation, Patient, Task } from '@medplum/fhirtypes';
import { describe, expect, test } from 'vitest';
import { aliceId, bobId, observation, projectId, startClinic, type TestClinic } from '#fhir/test-clinic.ts';
import { decideOnResource, decideOnType, decideOnWrite } from './decide-access.ts';
import { effectivePolicy } from './effective-policy.ts';

type Entries = NonNullable<AccessPolicy['resource']>;

const aliceOnly: Entries = [
  {
    resourceType: 'Observation',
    criteria: `Observation?subject=Patient/${aliceId}`,
    interaction: ['create', 'read', 'search', 'update', 'history', 'vread'],
  },
  { resourceType: 'Patient', criteria: `Patient?_id=${aliceId}`, readonly: true },
];

/** One Observation of each patient; returns their ids. */
async function seedObservations(clinic: TestClinic): Promise<Readonly<{ alices: string; bobs: string }>> {
  const owner = clinic.as();
  const alices = await owner<Observation>('POST', 'Observation', observation(`Patient/${aliceId}`));
  const bobs = await owner<Observation>('POST', 'Observation', observation(`Patient/${bobId}`));
  return { alices: alices.body.id ?? '', bobs: bobs.body.id ?? '' };
}

async function statusOf(answer: Promise<Readonly<{ status: number }>>): Promise<number> {
  return (await answer).status;
}

describe('types and interactions', () => {
  test.each([
    ['GET', `Practitioner/${bobId}`],
    ['GET', 'Practitioner'],
    ['POST', 'Practitioner'],
    ['DELETE', `Patient/${aliceId}`],
    ['PUT', `Patient/${aliceId}`],
    ['PATCH', `Patient/${aliceId}`],
    ['GET', 'AuditEvent'],
  ])('[F1] %s %s, which the policy does not grant, answers 403', async (method, path) => {
    await using clinic = await startClinic();
    const body = method === 'PATCH' ? [] : { resourceType: path.split('/')[0], id: aliceId };

    const status = await statusOf(clinic.as(aliceOnly)(method, path, method === 'GET' ? undefined : body));

    expect(status).toBe(403);
  });

  test('[F1] device, that may only create and search its own Observations, can do nothing else', async () => {
    await using clinic = await startClinic();
    const device = { reference: `Device/${bobId}` };
    const send = clinic.as([
      {
        resourceType: 'Observation',
        criteria: `Observation?device=${device.reference}`,
        interaction: ['create', 'search'],
      },
    ]);
    const { alices } = await seedObservations(clinic);
    const result = observation(`Patient/${aliceId}`, { device, identifier: [{ system: 'urn:result', value: '1' }] });
    const condition = { 'if-none-exist': 'identifier=urn:result|1' };

    const created = await send<Observation>('POST', 'Observation', result, condition);
    const repeated = await send<Observation>('POST', 'Observation', result, condition);
    const found = await send<Bundle>('GET', 'Observation?_total=accurate');

    expect([created.status, repeated.status]).toEqual([201, 200]);
    expect(found.body.total).toBe(1);
    expect(await statusOf(send('POST', 'Observation', observation(`Patient/${aliceId}`)))).toBe(403);
    expect(await statusOf(send('GET', `Observation/${created.body.id}`))).toBe(403);
    expect(await statusOf(send('GET', `Observation/${alices}`))).toBe(403);
    expect(await statusOf(send('GET', `Patient/${aliceId}`))).toBe(403);
    expect(await statusOf(send('DELETE', `Observation/${created.body.id}`))).toBe(403);
  });

  test('[M3] vread and history, when only read is granted, answer 403', async () => {
    await using clinic = await startClinic();
    const send = clinic.as([{ resourceType: 'Patient', interaction: ['read'] }]);

    expect(await statusOf(send('GET', `Patient/${aliceId}`))).toBe(200);
    expect(await statusOf(send('GET', `Patient/${aliceId}/_history`))).toBe(403);
    expect(await statusOf(send('GET', `Patient/${aliceId}/_history/${bobId}`))).toBe(403);
  });

  test('[M3] batch, with an entry that the policy forbids, answers 403 for that entry alone', async () => {
    await using clinic = await startClinic();
    const entry = [
      { request: { method: 'GET', url: `Patient/${aliceId}` } },
      { request: { method: 'POST', url: 'Practitioner' }, resource: { resourceType: 'Practitioner' } },
    ];

    const { body } = await clinic.as(aliceOnly)<Bundle>('POST', '', { resourceType: 'Bundle', type: 'batch', entry });

    expect(body.entry?.map((one) => one.response?.status)).toEqual(['200', '403']);
  });
});

describe('criteria', () => {
  test('[C8] patient, who asks for another patient, is told 404 as for one that does not exist', async () => {
    await using clinic = await startClinic();
    const { bobs } = await seedObservations(clinic);
    const send = clinic.as([
      { resourceType: 'Patient', criteria: `Patient?_compartment=Patient/${aliceId}`, readonly: true },
      { resourceType: 'Observation', criteria: `Observation?_compartment=Patient/${aliceId}`, readonly: true },
    ]);

    const paths = [
      `Patient/${bobId}`,
      `Patient/${bobId}/_history`,
      `Observation/${bobs}`,
      `Observation/${bobs}/_history`,
    ];
    const statuses = await Promise.all(paths.map(async (path) => statusOf(send('GET', path))));

    expect(statuses).toEqual([404, 404, 404, 404]);
    expect(await statusOf(send('GET', `Patient/${aliceId}`))).toBe(200);
    const everyone = await send<Bundle>('GET', 'Patient?_total=accurate');
    const results = await send<Bundle<Observation>>('GET', 'Observation?_total=accurate');
    expect([everyone.body.total, results.body.total]).toEqual([1, 1]);
    expect(results.body.entry?.[0]?.resource?.subject?.reference).toBe(`Patient/${aliceId}`);
  });

  test.each([
    `Patient?_id=${bobId}`,
    'Patient?name=Bob',
    'Patient?_has:Observation:subject:status=final&name=Bob',
    `Observation?subject=Patient/${bobId}`,
    'Observation?subject:Patient.name=Bob',
  ])('[C8] patient, who searches %s, finds nothing', async (query) => {
    await using clinic = await startClinic();
    await seedObservations(clinic);

    const { body } = await clinic.as(aliceOnly)<Bundle>('GET', `${query}&_total=accurate`);

    expect(body.total).toBe(0);
  });

  test('[C8] search, that includes what the caller may not see, leaves it out', async () => {
    await using clinic = await startClinic();
    await seedObservations(clinic);
    const send = clinic.as([
      { resourceType: 'Observation' },
      { resourceType: 'Patient', criteria: `Patient?_id=${aliceId}`, readonly: true },
    ]);

    const { body } = await send<Bundle>('GET', 'Observation?_include=Observation:subject');
    const onlyObservations = await clinic.as([{ resourceType: 'Observation' }])<Bundle>(
      'GET',
      'Observation?_include=Observation:subject',
    );

    const included = body.entry?.filter((entry) => entry.search?.mode === 'include');
    expect(included?.map((entry) => entry.resource?.id)).toEqual([aliceId]);
    expect(onlyObservations.body.entry?.map((entry) => entry.search?.mode)).toEqual(['match', 'match']);
  });

  test('[C8] chain, through a resource that the caller may not see, tells nothing of it', async () => {
    await using clinic = await startClinic();
    await seedObservations(clinic);
    const send = clinic.as([
      { resourceType: 'Observation' },
      { resourceType: 'Patient', criteria: `Patient?_id=${aliceId}`, readonly: true },
    ]);

    const { body } = await send<Bundle>('GET', 'Observation?subject:Patient.name=Bob&_total=accurate');

    expect(body.total).toBe(0);
  });

  test('[M3] write, that lies outside the criteria or would move out of them, answers 403', async () => {
    await using clinic = await startClinic();
    const { alices, bobs } = await seedObservations(clinic);
    const send = clinic.as(aliceOnly);
    const moved = { ...observation(`Patient/${bobId}`), id: alices };

    expect(await statusOf(send('POST', 'Observation', observation(`Patient/${bobId}`)))).toBe(403);
    expect(await statusOf(send('POST', 'Observation', observation('', { subject: undefined })))).toBe(403);
    expect(await statusOf(send('PUT', `Observation/${alices}`, moved))).toBe(403);
    expect(await statusOf(send('PUT', `Observation/${bobs}`, { ...moved, id: bobs }))).toBe(404);
    expect(clinic.tenant.store.get('Observation', alices)?.subject?.reference).toBe(`Patient/${aliceId}`);
  });

  test('[M3] criteria, that cannot be evaluated, let nobody in and say why', async () => {
    await using clinic = await startClinic();

    const send = clinic.as([{ resourceType: 'Patient', criteria: 'Patient?nope=1' }]);

    const { status, body } = await send('GET', `Patient/${aliceId}`);

    expect([status, body.issue[0]?.details?.text]).toEqual([400, 'Unknown search parameter: nope']);
  });

  test('[M3] compartment of the policy, on a new resource, becomes its account', async () => {
    await using clinic = await startClinic();
    const site = { reference: 'Organization/60000000-0000-4000-8000-000000000001' };
    const accessPolicy: AccessPolicy = {
      resourceType: 'AccessPolicy',
      compartment: site,
      resource: [{ resourceType: 'Observation', criteria: `Observation?_compartment=${site.reference}` }],
    };

    const send = clinic.as([], { accessPolicy });
    const { status } = await send('POST', 'Observation', observation(`Patient/${aliceId}`));

    expect(status).toBe(201);
    expect([...clinic.tenant.store.list('Observation')][0]?.meta?.account).toEqual(site);
    const otherSite = observation(`Patient/${aliceId}`, { meta: { account: { reference: `Organization/${bobId}` } } });
    const { body } = await send<Observation>('POST', 'Observation', otherSite, { 'x-medplum': 'extended' });
    expect(clinic.tenant.store.get('Observation', body.id ?? '')?.meta?.account).toEqual(site);
  });
});

describe('fields', () => {
  const entry: AccessPolicyResource = {
    resourceType: 'Patient',
    hiddenFields: ['telecom', 'name.family'],
    readonlyFields: ['birthDate'],
  };

  test('[M3] hidden fields, in read, search, history and vread, are not there', async () => {
    await using clinic = await startClinic();
    const send = clinic.as([entry]);

    const read = await send<Patient>('GET', `Patient/${aliceId}`);
    const search = await send<Bundle<Patient>>('GET', `Patient?_id=${aliceId}`);
    const history = await send<Bundle<Patient>>('GET', `Patient/${aliceId}/_history`);
    const vread = await send<Patient>('GET', `Patient/${aliceId}/_history/${read.body.meta?.versionId}`);

    for (const seen of [read.body, search.body.entry?.[0]?.resource, history.body.entry?.[0]?.resource, vread.body]) {
      expect(seen).toMatchObject({ name: [{ given: ['Alice'] }] });
      // A version id or a time may hold these digits by chance.
      expect(JSON.stringify({ ...seen, meta: undefined })).not.toMatch(/555|"Test"/);
    }
  });

  test('[M3] update, of read-only and hidden fields, succeeds and leaves them as they were', async () => {
    await using clinic = await startClinic();
    const sent = { resourceType: 'Patient', id: aliceId, gender: 'other', birthDate: '2001-01-01', telecom: [] };

    const { status, body } = await clinic.as([entry])<Patient>('PUT', `Patient/${aliceId}`, sent);

    expect(status).toBe(200);
    expect(body).toMatchObject({ gender: 'other', birthDate: '1980-01-01' });
    expect(clinic.tenant.store.get('Patient', aliceId)).toMatchObject({
      telecom: [{ value: '555' }],
      name: [{ family: 'Test' }],
    });
  });

  test('[M3] create, with read-only and hidden fields, leaves them out', async () => {
    await using clinic = await startClinic();
    const sent = { resourceType: 'Patient', birthDate: '2001-01-01', telecom: [{ value: '1' }] };

    const { body } = await clinic.as([entry])<Patient>('POST', 'Patient', sent);
    const stored = clinic.tenant.store.get('Patient', body.id ?? '');

    expect(stored).not.toHaveProperty('birthDate');
    expect(stored).not.toHaveProperty('telecom');
  });

  test('[M3] patch, that tests a hidden field, learns nothing', async () => {
    await using clinic = await startClinic();
    const send = clinic.as([entry]);

    const right = await send('PATCH', `Patient/${aliceId}`, [{ op: 'test', path: '/telecom/0/value', value: '555' }]);
    const wrong = await send('PATCH', `Patient/${aliceId}`, [{ op: 'test', path: '/telecom/0/value', value: '556' }]);

    expect([right.status, wrong.status]).toEqual([400, 400]);
    expect(right.body.issue?.[0]?.details?.text).toBe('Test failed: undefined != 555');
  });
});

describe('write constraints', () => {
  const expression = "status.exists() and (%before.exists() implies %before.status != 'completed')";

  test('[M3] update, that a constraint on the version before forbids, answers 403', async () => {
    await using clinic = await startClinic();
    const send = clinic.as([{ resourceType: 'Task', writeConstraint: [{ language: 'text/fhirpath', expression }] }]);
    const task = { resourceType: 'Task', status: 'requested', intent: 'order' };

    const created = await send<Task>('POST', 'Task', task);
    const path = `Task/${created.body.id}`;
    const completed = await statusOf(send('PUT', path, { ...task, id: created.body.id, status: 'completed' }));
    const reopened = await statusOf(send('PUT', path, { ...task, id: created.body.id }));

    expect([created.status, completed, reopened]).toEqual([201, 200, 403]);
  });

  test('[M3] constraint, that is no FHIRPath, lets nothing be written', async () => {
    await using clinic = await startClinic();
    const send = clinic.as([
      { resourceType: 'Patient', writeConstraint: [{ language: 'text/fhirpath', expression: '((' }] },
    ]);

    expect(await statusOf(send('POST', 'Patient', { resourceType: 'Patient' }))).toBe(403);
  });
});

describe('projects and administrators', () => {
  test('[M3] resource of another project, for someone with full access, is not there', async () => {
    await using clinic = await startClinic();
    const id = '70000000-0000-4000-8000-000000000001';
    const meta = { project: bobId, versionId: aliceId, lastUpdated: '2026-01-01T00:00:00Z' };
    clinic.tenant.store.put({ resourceType: 'Patient', id, meta });
    const send = clinic.as();

    expect(await statusOf(send('GET', `Patient/${id}`))).toBe(404);
    expect(await statusOf(send('GET', `Patient/${id}/_history`))).toBe(404);
    expect(await statusOf(send('PUT', `Patient/${id}`, { resourceType: 'Patient', id }))).toBe(404);
    expect(await statusOf(send('DELETE', `Patient/${id}`))).toBe(404);
    expect((await send<Bundle>('GET', `Patient?_id=${id}&_total=accurate`)).body.total).toBe(0);
  });

  test.each(['Project', 'ProjectMembership', 'User'])(
    '[M3] %s, for a client with full access, answers 403',
    async (type) => {
      await using clinic = await startClinic();

      expect(await statusOf(clinic.as()('GET', type))).toBe(403);
    },
  );

  test('[M3] administrator, of a project, reads it but not what only the server may say of it', async () => {
    await using clinic = await startClinic({ strictMode: true });
    const membership = {
      resourceType: 'ProjectMembership' as const,
      admin: true,
      project: { reference: `Project/${projectId}` },
      user: { reference: `User/${aliceId}` },
      profile: { reference: `Patient/${aliceId}` },
    };
    const send = clinic.as(undefined, { membership });

    const { status, body } = await send<Patient>('GET', `Project/${projectId}`);

    expect(status).toBe(200);
    expect(body).not.toHaveProperty('strictMode');
    expect(await statusOf(send('DELETE', `Project/${projectId}`))).toBe(403);
    expect(await statusOf(send('GET', 'User'))).toBe(200);
    expect(await statusOf(send('GET', 'Login'))).toBe(403);
  });

  test('[M3] SearchParameter and StructureDefinition, under any policy, can be read', async () => {
    await using clinic = await startClinic();

    expect(await statusOf(clinic.as([])('GET', 'StructureDefinition'))).toBe(200);
    expect(await statusOf(clinic.as([])('GET', 'SearchParameter'))).toBe(200);
  });
});

describe('scopes', () => {
  test('[M3] patient scope, of a SMART launch, reads the patient of the launch and writes nothing', async () => {
    await using clinic = await startClinic();
    const launchId = '80000000-0000-4000-8000-000000000001';
    clinic.seed({ resourceType: 'SmartAppLaunch', id: launchId, patient: { reference: `Patient/${aliceId}` } });
    const login = { resourceType: 'Login', launch: { reference: `SmartAppLaunch/${launchId}` } } as Login;
    const send = clinic.as(undefined, { scope: 'launch openid patient/*.rs', login });

    expect(await statusOf(send('GET', `Patient/${aliceId}`))).toBe(200);
    expect(await statusOf(send('GET', `Patient/${bobId}`))).toBe(404);
    expect(await statusOf(send('POST', 'Observation', observation(`Patient/${aliceId}`)))).toBe(403);
  });

  test('[M3] system scope, of a client with full access, confines it to its type', async () => {
    await using clinic = await startClinic();
    const send = clinic.as(undefined, { scope: 'system/Patient.rs' });

    expect(await statusOf(send('GET', `Patient/${aliceId}`))).toBe(200);
    expect(await statusOf(send('GET', 'Observation'))).toBe(403);
    expect(await statusOf(send('DELETE', `Patient/${aliceId}`))).toBe(403);
  });
});

describe('the rule that was broken', () => {
  const project = { resourceType: 'Project' as const, id: projectId };
  const membership = { resourceType: 'ProjectMembership' as const, project: {}, user: {}, profile: {} };
  const policy = effectivePolicy({
    accessPolicy: { resourceType: 'AccessPolicy', resource: aliceOnly },
    project,
    membership,
  });

  test('[M3] decision, for each refusal, names it', async () => {
    await using clinic = await startClinic();
    const bob = clinic.tenant.store.get('Patient', bobId) as Patient;
    const constrained = effectivePolicy({
      accessPolicy: {
        resourceType: 'AccessPolicy',
        resource: [{ resourceType: '*', writeConstraint: [{ expression: 'false' }] }],
      } as AccessPolicy,
      project,
      membership,
    });

    expect(decideOnType(policy, 'delete', 'Patient')).toEqual({
      allowed: false,
      rule: 'type',
      resourceType: 'Patient',
      interaction: 'delete',
    });
    expect(decideOnResource(policy, 'read', bob)).toEqual({
      allowed: false,
      rule: 'criteria',
      resourceType: 'Patient',
      criteria: [`Patient?_id=${aliceId}`],
      entries: [1],
    });
    expect(decideOnWrite(constrained, 'create', bob)).toEqual({
      allowed: false,
      rule: 'write-constraint',
      resourceType: 'Patient',
      expression: 'false',
      entries: [0],
    });
  });

  test('[M3] refusal, of a request, is told to the log and not to the caller', async () => {
    await using clinic = await startClinic();

    const { body } = await clinic.as(aliceOnly)('GET', `Patient/${bobId}`);

    expect(clinic.log).toContainEqual(
      expect.objectContaining({ event: 'refused', rule: 'criteria', criteria: [`Patient?_id=${aliceId}`] }),
    );
    expect(JSON.stringify(body)).not.toContain('criteria');
  });
});
