import { existsSync } from 'node:fs';
import { createDemoProject, demoIds } from '@auth-patterns/demo-project';
import { MedplumClient } from '@medplum/core';
import type { AccessPolicy, ClientApplication } from '@medplum/fhirtypes';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { searchAll } from './find-made.ts';
import { adminClient, startTestSite, type TestSite } from './test-site.ts';

let site: TestSite;

beforeEach(async () => {
  site = await startTestSite();
});
afterEach(async () => site.close());

const sam = 'https://clinic.example/mrn|RC-1001';
const clinicClients = createDemoProject()
  .resources.flatMap((one) => (one.resourceType === 'ClientApplication' ? [one.name ?? ''] : []))
  .sort((a, b) => a.localeCompare(b));
const apps = ['spa-client', 'legacy-proxy', 'device-agent'];

async function signedInWith({
  MEDPLUM_BASE_URL,
  MEDPLUM_CLIENT_ID,
  MEDPLUM_CLIENT_SECRET,
}: NodeJS.Dict<string>): Promise<MedplumClient> {
  const medplum = new MedplumClient({ baseUrl: MEDPLUM_BASE_URL ?? '', cacheTime: 0 });
  await medplum.startClientLogin(MEDPLUM_CLIENT_ID ?? '', MEDPLUM_CLIENT_SECRET ?? '');
  return medplum;
}

async function clientNames(): Promise<string[]> {
  const clients = await searchAll(await site.medplum(), 'ClientApplication', {});
  return clients.map(({ name }) => name ?? '').sort((a, b) => a.localeCompare(b));
}

test('[X2] provision, in an empty Project, makes the clinic, and each .env fits it', async () => {
  await site.run();

  const proxy = await signedInWith(site.env('legacy-proxy'));
  const agent = await signedInWith(site.env('device-agent'));
  const device = site.env('device-agent')['DEVICE_AGENT_DEVICE'];
  const onBehalf = site.env('legacy-proxy');
  const admin = await signedInWith({
    ...onBehalf,
    MEDPLUM_CLIENT_ID: onBehalf['LEGACY_PROXY_ADMIN_CLIENT_ID'],
    MEDPLUM_CLIENT_SECRET: onBehalf['LEGACY_PROXY_ADMIN_CLIENT_SECRET'],
  });
  const [, kim = ''] = onBehalf['LEGACY_PROXY_MEMBERSHIPS']?.split('=') ?? [];
  const login = await new MedplumClient({ baseUrl: site.baseUrl }).post('auth/login', {
    email: 'maya.rivera@clinic.example',
    password: 'demo-maya-2026',
    clientId: site.env('spa-client')['PUBLIC_MEDPLUM_CLIENT_ID'],
    codeChallenge: 'x'.repeat(43),
    codeChallengeMethod: 'S256',
  });

  await expect(proxy.searchResources('Patient', { identifier: sam })).resolves.toHaveLength(1);
  await expect(agent.searchResources('Observation', { device: device ?? '' })).resolves.toHaveLength(0);
  await expect(agent.searchResources('Patient')).rejects.toThrow('Forbidden');
  await expect(admin.get(`fhir/R4/${kim}`)).resolves.toMatchObject({ active: true });
  expect(login).toMatchObject({ code: expect.any(String) as string });
  expect(apps.map((app) => site.modeOf(app))).toEqual([0o600, 0o600, 0o600]);
});

test('[X2] provision, run again, changes nothing, sends no write and leaves each .env alone', async () => {
  await site.run();
  const before = apps.map((app) => site.env(app));

  const { writes } = await site.run();

  expect(writes).toBe(0);
  expect(site.lines.join('\n')).toMatch(/Plan: 0 to create, 0 to update, \d+ as they should be/);
  expect(apps.map((app) => site.env(app))).toEqual(before);
});

test('[X2] provision, with --dry-run, prints the plan and changes nothing', async () => {
  const { writes } = await site.run({ isDryRun: true });

  expect(writes).toBe(0);
  expect(site.lines.join('\n')).toMatch(/Plan: \d+ to create, 0 to update, 0 as they should be/);
  expect(apps.map((app) => existsSync(site.envPath(app)))).toEqual([false, false, false]);
});

test('[X2] provision --destroy, beside resources of others, takes back what it made and nothing else', async () => {
  const medplum = await site.medplum();
  const types = ['Patient', 'Practitioner', 'AccessPolicy', 'ClientApplication', 'ProjectMembership', 'User'] as const;
  await medplum.createResource({ resourceType: 'Patient', name: [{ family: 'Other' }] });
  await medplum.createResource<AccessPolicy>({ resourceType: 'AccessPolicy', name: 'Own', resource: [] });
  const ids = async (): Promise<unknown> =>
    Promise.all(types.map(async (type) => (await searchAll(medplum, type, {})).map(({ id }) => id).sort()));
  const before = await ids();
  const project = await medplum.readResource('Project', medplum.getProject()?.id ?? '');
  await site.run();

  await site.run({ isDestroy: true });

  expect(await ids()).toEqual(before);
  const after = await medplum.readResource('Project', project.id);
  expect(after.defaultAccessPolicies).toEqual(project.defaultAccessPolicies);
  expect(site.env('legacy-proxy')['MEDPLUM_CLIENT_ID']).toBe(demoIds.clients.legacyProxy);
  expect(site.env('spa-client')['PUBLIC_GOOGLE_CLIENT_ID']).toBe(demoIds.googleClient);
});

test('[X2] provision --app, for one pattern, makes neither the clients nor the .env of the others', async () => {
  await site.run({ app: 'legacy-proxy' });

  expect(await clientNames()).toEqual(['ci', ...clinicClients.filter((name) => name.startsWith('legacy-proxy'))]);
  expect(apps.map((app) => existsSync(site.envPath(app)))).toEqual([false, true, false]);
  expect(site.env('legacy-proxy')).toMatchObject({
    LEGACY_PROXY_MAGIC_LINK_URL: '',
    LEGACY_PROXY_MAGIC_LINK_CLIENT_ID: '',
    LEGACY_PROXY_MEMBERSHIPS: expect.not.stringContaining(demoIds.memberships.kim) as string,
  });
});

test('[X2] provision --destroy --app, for one of three patterns, leaves the others working', async () => {
  await site.run();

  await site.run({ isDestroy: true, app: 'spa-client' });

  const proxy = await signedInWith(site.env('legacy-proxy'));
  expect(await clientNames()).toEqual(['ci', ...clinicClients.filter((name) => !name.startsWith('spa-client'))]);
  await expect(proxy.searchResources('Patient', { identifier: sam })).resolves.toHaveLength(1);
});

test('[X2] provision, after somebody widened a policy, narrows it again and touches nothing else', async () => {
  await site.run();
  const medplum = await site.medplum();
  const policy = await medplum.searchOne('AccessPolicy', { name: 'Chem-200 analyzer' });
  await medplum.updateResource<AccessPolicy>({ ...(policy as AccessPolicy), resource: [{ resourceType: '*' }] });

  const { writes } = await site.run();

  const after = await medplum.searchOne('AccessPolicy', { name: 'Chem-200 analyzer' });
  expect(writes).toBe(1);
  expect(after?.resource).toEqual(policy?.resource);
});

test('[X2] provision, interrupted before it marked a client, takes it up instead of making another', async () => {
  await site.run();
  const medplum = await site.medplum();
  const found = (await medplum.searchOne('ClientApplication', { 'name:exact': 'device-agent' })) as ClientApplication;
  await medplum.updateResource<ClientApplication>({ ...found, meta: { ...found.meta, tag: [] } });

  await site.run();

  const clients = await searchAll(medplum, 'ClientApplication', { 'name:exact': 'device-agent' });
  expect(clients).toMatchObject([{ id: found.id, meta: { tag: [{}, {}] } }]);
});

test('[X2] provision, without a super administrator, says what only one can set', async () => {
  await site.run();

  const said = site.lines.join('\n');
  expect(said).toContain('! Project feature websocket-subscriptions');
  expect(said).toContain('! DomainConfiguration hospital.example');
  expect(said).not.toContain('feature bots');
});

test('[X2] provision, with a super administrator, sets features and domains, and takes only those back', async () => {
  const superCredentials = { kind: 'person', email: 'admin@example.com', password: 'medplum_admin' } as const;
  const medplum = await site.medplum();
  const features = async (): Promise<string[] | undefined> =>
    (await medplum.readResource('Project', medplum.getProject()?.id ?? '')).features;

  await site.run({}, { superCredentials });
  const set = await features();
  const { writes } = await site.run({}, { superCredentials });
  await site.run({ isDestroy: true }, { superCredentials });

  expect(set).toEqual(['bots', 'websocket-subscriptions', 'graphql-introspection']);
  expect(writes).toBe(0);
  expect(await features()).toEqual(['bots']);
});

test('[X2] [P10] provision, as an admin client, works as for a person, and shows no secret and no password', async () => {
  await site.run({}, { credentials: async () => adminClient });
  await site.run({ isDestroy: true }, { credentials: async () => adminClient });

  const secrets = [...apps.map((app) => site.env(app)['MEDPLUM_CLIENT_SECRET']), adminClient.clientSecret];
  const said = site.lines.join('\n');
  expect(secrets.filter((secret) => secret && said.includes(secret))).toEqual([]);
  expect(said).not.toContain('demo-maya-2026');
});
