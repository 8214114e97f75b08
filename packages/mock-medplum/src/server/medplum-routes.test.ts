import { readFileSync } from 'node:fs';
import type { Binary, Bundle, OperationOutcome, Resource, StructureDefinition } from '@medplum/fhirtypes';
import { describe, expect, test } from 'vitest';
import { fhirRoutesNotServed, otherRoutesNotServed, servedRoutes } from '#http/medplum-routes.ts';
import { readRoutes } from '#http/not-served.ts';
import { ids } from '#project/test-project.ts';
import { type Answer, bearer, startTestMedplum, type TestMedplum } from '#test-medplum.ts';

const notServed = readRoutes({ ...fhirRoutesNotServed, ...otherRoutesNotServed, 'Upkeep of the server': [] });
const upkeep = readRoutes({
  fhir: fhirRoutesNotServed['Upkeep of the server'] ?? [],
  other: otherRoutesNotServed['Upkeep of the server'] ?? [],
});
const differences = readFileSync(new URL('../../DIFFERENCES.md', import.meta.url), 'utf8');

/** Resources that the operations of the table are asked on. */
const instances: readonly Resource[] = [
  { resourceType: 'Agent', id: ids.nothing, name: 'x', status: 'off', channel: [] },
  { resourceType: 'Bot', id: ids.nothing, name: 'x' },
  { resourceType: 'Binary', id: ids.nothing, contentType: 'text/plain', data: 'eA==' },
  {
    resourceType: 'Subscription',
    id: ids.nothing,
    status: 'active',
    reason: 'x',
    criteria: 'Patient',
    channel: { type: 'websocket' },
  },
  { resourceType: 'ValueSet', id: ids.nothing, status: 'active' },
  { resourceType: 'CodeSystem', id: ids.nothing, status: 'active', content: 'complete' },
  { resourceType: 'AsyncJob', id: ids.nothing, status: 'completed', request: 'x', requestTime: '2026-01-01T00:00:00Z' },
  { resourceType: 'Patient', id: ids.nothing },
];

type Started = TestMedplum & Readonly<Record<'admin' | 'superAdmin', Readonly<Record<string, string>>>>;

async function startWithInstances(): Promise<Started> {
  const meta = { project: ids.project, versionId: ids.nothing, lastUpdated: '2026-01-01T00:00:00Z' };
  const resources = instances.map((resource): Resource => ({ ...resource, meta }));
  const medplum = await startTestMedplum({ resources, superAdmin: true });
  const admin = bearer(await medplum.clientToken(ids.admin));
  const account = {
    email: 'admin@example.com',
    password: 'medplum_admin',
    clientId: undefined,
    redirectUri: undefined,
  };
  return { ...medplum, admin, superAdmin: bearer((await medplum.signIn(account)).access_token) };
}

/** Puts what exists in the places of a path's parameters. */
function fill(path: string): string {
  return path
    .slice(1)
    .replace(':resourceType', 'Patient')
    .replace(':projectId', ids.project)
    .replace('ClientApplication/:id', `ClientApplication/${ids.spa}`)
    .replaceAll(/:\w+/g, ids.nothing);
}

async function ask(
  path: string,
  init: Readonly<{ method: string; headers: Readonly<Record<string, string>> }>,
  medplum: TestMedplum,
): Promise<Answer> {
  const hasBody = ['POST', 'PUT', 'PATCH'].includes(init.method);
  const headers = { 'content-type': 'application/json', ...init.headers };
  return medplum.send(path, { ...init, headers, ...(hasBody && { body: '{}' }) });
}

/** What no route takes: Express's page, or the answer of the FHIR router to a path that it does not know. */
function isUnknown(path: string, { status, body }: Answer): boolean {
  const isPage = typeof body === 'string' && body.includes('Cannot ');
  const isNotFound = path.startsWith('/fhir/') && status === 404 && (body as OperationOutcome).id === 'not-found';
  return isPage || isNotFound || JSON.stringify(body).includes('mock-medplum does not serve');
}

describe('[M1] routes of Medplum', () => {
  test('route, that the table says is served, is known', { timeout: 120_000 }, async () => {
    await using medplum = await startWithInstances();
    const headers = medplum.admin;
    for (const { method, path } of readRoutes({ served: servedRoutes })) {
      const answer = await ask(fill(path), { method, headers }, medplum);

      expect({ method, path, unknown: isUnknown(path, answer) }).toEqual({ method, path, unknown: false });
    }
    expect(medplum.log.filter(({ event }) => event === 'fault')).toEqual([]);
  });

  test('route, that the table says is not served, is answered by name, to a batch too', async () => {
    await using medplum = await startWithInstances();
    const headers = medplum.admin;

    for (const { method, path } of [...notServed, ...upkeep]) {
      const caller = path.startsWith('/admin/super') ? medplum.superAdmin : headers;
      const { status, body } = await ask(fill(path), { method, headers: caller }, medplum);

      const { issue } = body as OperationOutcome;
      expect([status, issue[0]?.code, issue[0]?.details?.text]).toEqual([
        400,
        'not-supported',
        expect.stringContaining(`mock-medplum does not serve ${method} ${path},`),
      ]);
    }
    const entry = [{ request: { method: 'GET', url: `Patient/${ids.nothing}/$graph` } }];
    const batch = await medplum.postJson('fhir/R4/', { resourceType: 'Bundle', type: 'batch', entry }, headers);
    expect(JSON.stringify(batch.body)).toContain('mock-medplum does not serve GET /fhir/R4/:resourceType/:id/$graph');
  });

  test('route below FHIR, that is not served, asks for a token first', async () => {
    await using medplum = await startWithInstances();

    expect((await medplum.send('fhir/R4/$export')).status).toBe(401);
  });

  test('DIFFERENCES.md, lists exactly the routes that are not served', () => {
    const [, section = ''] = differences.split('## Not served');
    const listed = [...section.matchAll(/`((?:GET|POST|PUT|PATCH|DELETE)[|A-Z]* \/[^`]*)`/g)].map(([, line]) => line);

    const all = [...Object.values(fhirRoutesNotServed), ...Object.values(otherRoutesNotServed)].flat();
    expect(new Set(listed)).toEqual(new Set(all));
    expect(listed).toHaveLength(all.length);
  });
});

describe('[M3] small operations', () => {
  test('versions of FHIR and styles of SMART, without a token, are told', async () => {
    await using medplum = await startTestMedplum();

    expect(await medplum.send('fhir/R4/$versions')).toMatchObject({ body: { versions: ['4.0'], default: '4.0' } });
    for (const path of ['.well-known/smart-styles.json', 'fhir/R4/.well-known/smart-styles.json']) {
      expect(await medplum.send(path)).toMatchObject({ status: 200, body: { color_background: '#edeae3' } });
    }
  });

  test('presigned address, of a Binary, gives its content without a token', async () => {
    await using medplum = await startWithInstances();
    const headers = medplum.admin;
    const made = await medplum.send('fhir/R4/Binary', {
      method: 'POST',
      headers: { ...headers, 'content-type': 'text/plain' },
      body: 'hello',
    });

    const { body } = await medplum.send(`fhir/R4/Binary/${(made.body as Binary).id}/$presigned-url`, { headers });

    const url = (body as { parameter: { name: string; valueUri: string }[] }).parameter[0]?.valueUri ?? '';
    expect(await medplum.send(url)).toMatchObject({ status: 200, body: 'hello' });
    const upload = await medplum.send(`fhir/R4/Binary/${(made.body as Binary).id}/$presigned-url?upload=true`, {
      headers,
    });
    expect(JSON.stringify(upload.body)).toContain('does not serve PUT /storage/:id/:versionId');
  });

  test('profile, expanded, comes with the profiles of its elements', async () => {
    await using medplum = await startWithInstances();
    const headers = medplum.admin;
    const url = 'http://hl7.org/fhir/StructureDefinition/vitalsigns';

    const { body } = await medplum.postJson(`fhir/R4/StructureDefinition/$expand-profile?url=${url}`, {}, headers);
    const none = await medplum.postJson('fhir/R4/StructureDefinition/$expand-profile?url=x', {}, headers);

    const urls = (body as Bundle<StructureDefinition>).entry?.map(({ resource }) => resource?.url);
    expect(urls?.[0]).toBe(url);
    expect(urls).toContain('http://hl7.org/fhir/StructureDefinition/SimpleQuantity');
    expect(none).toMatchObject({
      status: 400,
      body: { issue: [{ details: { text: 'StructureDefinition profile with URL x not found' } }] },
    });
  });

  test('launch of an app, with a patient, leads to the app with a launch that is stored', async () => {
    const launchUri = 'https://app.example/launch';
    const client = {
      resourceType: 'ClientApplication',
      id: ids.nothing,
      launchUri,
      meta: { project: ids.project },
    } as Resource;
    await using medplum = await startTestMedplum({ resources: [client] });
    const headers = bearer(await medplum.clientToken(ids.admin));
    const path = `fhir/R4/ClientApplication/${ids.nothing}/$smart-launch`;

    const { status, headers: sent } = await medplum.send(`${path}?patient=${ids.nothing}`, { headers });

    const location = new URL(sent.get('location') ?? '');
    expect([status, location.origin + location.pathname]).toEqual([302, launchUri]);
    expect(location.searchParams.get('iss')).toBe(`${medplum.baseUrl}fhir/R4/`);
    const launch = medplum.tenant.store.get('SmartAppLaunch', location.searchParams.get('launch') ?? '');
    expect(launch?.patient?.reference).toBe(`Patient/${ids.nothing}`);
    const both = await medplum.send(`${path}?patient=x&encounter=y`, { headers });
    expect(both).toMatchObject({
      status: 400,
      body: { issue: [{ details: { text: 'Only one launch context can be specified' } }] },
    });
  });
});
