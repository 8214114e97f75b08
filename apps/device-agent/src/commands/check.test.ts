import { chmodSync, statSync } from 'node:fs';
import { createDemoProject, demoIds } from '@auth-patterns/demo-project';
import type { AccessPolicyResource } from '@medplum/fhirtypes';
import { expect, test } from 'vitest';
import { readAgentConfig, readFeatures } from '#config';
import type { Feature, FeaturePart } from '#feature';
import { openQueueFile } from '#queue/queue-file.ts';
import { agentEnv } from '#test/agent-process.ts';
import { outcome, reply, startRecordedMedplum, type RecordedMedplum } from '#test/recorded-medplum.ts';
import { temporaryFolder } from '#test/temporary-folder.ts';
import { check } from './check.ts';

type Resources = readonly AccessPolicyResource[];

const core = new Set(['Observation', 'Device', 'AuditEvent']);
/** What the clinic's policy allows for features, whichever are built in. */
const forFeatures: Resources = createDemoProject()
  .resources.flatMap((one) =>
    one.id === demoIds.policies.analyzer && one.resourceType === 'AccessPolicy' ? one.resource : [],
  )
  .filter((entry) => entry !== undefined)
  .filter(({ resourceType }) => !core.has(resourceType));
/** What a feature may need, and the clinic's policy does not allow. */
const flag: AccessPolicyResource = { resourceType: 'Flag', criteria: 'Flag?status=active', interaction: ['create'] };

async function runCheck(
  medplum: Pick<RecordedMedplum, 'baseUrl'>,
  folder: string,
  overrides: Record<string, string> = {},
  { isJson = false, alsoNeeded = [] }: Readonly<{ isJson?: boolean; alsoNeeded?: Resources }> = {},
) {
  const needs: FeaturePart['needs'] = ({ device }) => [
    ...(JSON.parse(JSON.stringify(forFeatures).replaceAll(demoIds.device, device.replace('Device/', ''))) as Resources),
    ...alsoNeeded,
  ];
  const features: readonly Feature[] = [{ name: 'needy', read: () => ({ needs }) }];
  const lines: string[] = [];
  const env = { ...agentEnv(medplum.baseUrl, folder), DEVICE_AGENT_CORRECTIONS: 'replace', ...overrides };
  const write = (text: string): void => void lines.push(text);
  const code = await check({
    readConfig: () => readAgentConfig([], env),
    readParts: () => readFeatures(features, env),
    fetch,
    now: () => Date.now(),
    write,
    isJson,
  });
  return {
    code,
    verdicts: lines.map((line) => line.replace(/^(\S+) +(\S+(?: \S+)?) .*\n$/, '$1 $2')),
    text: lines.join(''),
  };
}

test('[D1] check, when all is set up, says ok to each step and exits with 0', async () => {
  await using medplum = await startRecordedMedplum();
  using folder = temporaryFolder();

  const { code, text } = await runCheck(medplum, folder.path);

  expect(text.match(/^ok/gm)).toHaveLength(8);
  expect(code).toBe(0);
});

test('[X3] check, for a program, gives the same steps as JSON, one a line', async () => {
  await using medplum = await startRecordedMedplum();
  using folder = temporaryFolder();

  const { code, text } = await runCheck(medplum, folder.path, {}, { isJson: true });

  const steps = text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, string>);
  expect(steps.map(({ step }) => step)).toEqual([
    'settings',
    'queue',
    'server',
    'token',
    'narrow key',
    'policy',
    'device',
    'own results',
  ]);
  expect(steps.every(({ verdict }) => verdict === 'ok')).toBe(true);
  expect(code).toBe(0);
});

test('[D5] [F13] check, with a wrong secret, stops at the token, prints no secret and exits with 77', async () => {
  await using medplum = await startRecordedMedplum();
  using folder = temporaryFolder();

  const { code, text } = await runCheck(medplum, folder.path, { MEDPLUM_CLIENT_SECRET: 'canary-31' });

  expect(code).toBe(77);
  expect(text).toMatch(/^FAIL token +Invalid secret: check MEDPLUM_CLIENT_ID and MEDPLUM_CLIENT_SECRET$/m);
  expect(text).not.toContain('canary-31');
});

test.each([
  ['answers a search of patients', 200, { resourceType: 'Bundle', type: 'searchset' }],
  ['says that a patient is not there', 404, outcome('not-found', 'Not found')],
])('[F1] check, when Medplum %s, calls the key too wide and exits with 1', async (_, status, body) => {
  await using medplum = await startRecordedMedplum();
  using folder = temporaryFolder();
  medplum.faults.push(({ path }, response) => {
    const patient = path.startsWith('/fhir/R4/Patient');
    if (patient) {
      reply(response, status, body);
    }
    return patient;
  });

  const { code, text } = await runCheck(medplum, folder.path);

  expect(code).toBe(1);
  expect(text).toMatch(/^FAIL narrow key +this key can read patients/m);
});

test('check, when the key may not search its own results, says what to allow and exits with 77', async () => {
  await using medplum = await startRecordedMedplum();
  using folder = temporaryFolder();
  medplum.faults.push(({ path }, response) => {
    const own = path.startsWith('/fhir/R4/Observation');
    if (own) {
      reply(response, 403, outcome('forbidden', 'Forbidden'));
    }
    return own;
  });

  const { code, text } = await runCheck(medplum, folder.path);

  expect(code).toBe(77);
  expect(text).toMatch(/^FAIL own results/m);
});

test('check, when nothing answers, says which variable to look at and exits with 69', async () => {
  using folder = temporaryFolder();

  const { code, text } = await runCheck({ baseUrl: 'http://127.0.0.1:1/' }, folder.path);

  expect(code).toBe(69);
  expect(text).toMatch(/^FAIL server +No answer from Medplum: check the network and MEDPLUM_BASE_URL$/m);
});

test('[F6] check, when the clocks differ by two minutes, says by how much and exits with 1', async () => {
  await using medplum = await startRecordedMedplum(() => Date.now() + 120_000);
  using folder = temporaryFolder();

  const { code, text } = await runCheck(medplum, folder.path);

  expect(code).toBe(1);
  expect(text).toMatch(/^FAIL server .*this clock is 1[12]\d s behind: set up time sync/m);
});

test('check, while an agent runs on the same folder, calls the queue in use and goes on', async () => {
  await using medplum = await startRecordedMedplum();
  using folder = temporaryFolder();
  const { close } = openQueueFile(folder.path, { maxBytes: 1_048_576, now: () => 0 });

  const { code, text } = await runCheck(medplum, folder.path);
  close();

  expect(code).toBe(0);
  expect(text).toContain('in use by a running agent');
});

test('check, when the folder cannot be used, goes on with Medplum and exits with 73', async () => {
  await using medplum = await startRecordedMedplum();

  const { code, text } = await runCheck(medplum, '/dev/null/data');

  expect(code).toBe(73);
  expect(text).toMatch(/^FAIL queue .*check DEVICE_AGENT_DATA_DIR$/m);
  expect(text).toMatch(/^ok {3}token/m);
});

test("[L9] check, when a terminal would obey Medplum's text, prints one line with its numbers", async () => {
  await using medplum = await startRecordedMedplum();
  using folder = temporaryFolder();
  medplum.faults.push(({ path }, response) => {
    const token = path === '/oauth2/token';
    if (token) {
      reply(response, 400, { error: 'invalid_request', error_description: 'no\nok   token\u001b[2J\u009b\u202e' });
    }
    return token;
  });

  const { text } = await runCheck(medplum, folder.path);

  expect(text).toMatch(
    /^FAIL token +no\\u\{a\}ok {3}token\\u\{1b\}\[2J\\u\{9b\}\\u\{202e\}: look at the ClientApplication/m,
  );
});

test('[L7] check, on a queue that others can open, closes it and says so', async () => {
  await using medplum = await startRecordedMedplum();
  using folder = temporaryFolder();
  chmodSync(folder.path, 0o755);

  const { text } = await runCheck(medplum, folder.path);

  expect(text).toMatch(/^ok +queue .* is writable; closed to other users now: \.$/m);
  expect(statSync(folder.path).mode & 0o777).toBe(0o700);
});

test('[L4] check, when the listener has no certificate, fails with the name of the variable', async () => {
  await using medplum = await startRecordedMedplum();
  using folder = temporaryFolder();
  const names = ['KEY', 'CERTIFICATE', 'CA'].map((name) => [`DEVICE_AGENT_MLLP_TLS_${name}_FILE`, '/no/such.pem']);

  await expect(runCheck(medplum, folder.path, Object.fromEntries(names))).rejects.toThrow(
    'DEVICE_AGENT_MLLP_TLS_KEY_FILE names a file that cannot be read (ENOENT)',
  );
});

const own = `Device/${demoIds.device}`;
const change = (type: string, by: Partial<AccessPolicyResource>) => (resources: Resources) =>
  resources.map((entry) => (entry.resourceType === type ? { ...entry, ...by } : entry));
const without = (type: string) => (resources: Resources) =>
  resources.filter(({ resourceType }) => resourceType !== type);
const also = (entry: AccessPolicyResource) => (resources: Resources) => [...resources, entry];

test.each<[string, (resources: Resources) => Resources, number, RegExp]>([
  ['names another device', change('Observation', { criteria: 'Observation?device=Device/1' }), 77, /not allowed for/],
  ['has no create', change('Observation', { interaction: ['search', 'update'] }), 77, /Observation lacks create/],
  ['has no search', change('Observation', { interaction: ['create'] }), 77, /Observation lacks search/],
  ['is read-only', change('Observation', { interaction: undefined, readonly: true } as never), 77, /lacks create/],
  ['has no Observation', without('Observation'), 77, /Observation lacks create, search/],
  [
    'has no criteria',
    change('Observation', { criteria: undefined } as never),
    1,
    /beyond Observation\?device=.*everything/,
  ],
  [
    'has other criteria',
    change('Observation', { criteria: 'Observation?status=final' }),
    77,
    /but for Observation\?status=final/,
  ],
  ['is for two devices', also({ resourceType: 'Observation', criteria: 'Observation?status=final' }), 1, /beyond/],
  [
    'lets versions be read',
    change('Observation', { interaction: ['create', 'search', 'read', 'update', 'vread'] }),
    1,
    /allows vread/,
  ],
  [
    'lets results be deleted',
    change('Observation', { interaction: ['create', 'search', 'update', 'delete'] }),
    1,
    /delete/,
  ],
  [
    'shows their history',
    change('Observation', { interaction: ['create', 'search', 'update', 'history'] }),
    1,
    /history/,
  ],
  ['names no interaction', change('Observation', { interaction: undefined } as never), 1, /allows delete/],
  ['allows a further type', also({ resourceType: 'Task', readonly: true }), 1, /Task is allowed/],
  ['allows every type', also({ resourceType: '*', interaction: ['create'] }), 1, /every type/],
  ['allows patients to be made', also({ resourceType: 'Patient', interaction: ['create'] }), 1, /Patient is allowed/],
  ['has no AuditEvent', without('AuditEvent'), 77, /AuditEvent lacks create: results would be stored without a trail/],
  [
    'lets the trail be read',
    change('AuditEvent', { interaction: ['create', 'read', 'search'] }),
    1,
    /AuditEvent allows read/,
  ],
])('[D1] [F1] check, when the AccessPolicy %s, fails and says so', async (_, edit, code, text) => {
  await using medplum = await startRecordedMedplum();
  using folder = temporaryFolder();
  medplum.changePolicy((policy) => ({ ...policy, resource: [...edit(policy.resource ?? [])] }));
  const before = medplum.countAll();

  const run = await runCheck(medplum, folder.path);

  expect(run.code).toBe(code);
  expect(run.text).toMatch(text);
  expect(run.text).toMatch(/^FAIL policy/m);
  expect(medplum.countAll()).toBe(before);
});

test.each<[string, Resources, number, RegExp]>([
  ['does not allow', [], 77, /^FAIL policy +Flag lacks create/m],
  ['allows without its criteria', [{ resourceType: 'Flag', interaction: ['create'] }], 1, /Flag is allowed beyond/],
])('[D1] [F1] check, when the AccessPolicy %s what a feature needs, fails and says so', async (_, more, code, text) => {
  await using medplum = await startRecordedMedplum();
  using folder = temporaryFolder();
  medplum.changePolicy((policy) => ({ ...policy, resource: [...(policy.resource ?? []), ...more] }));

  const run = await runCheck(medplum, folder.path, {}, { alsoNeeded: [flag] });

  expect(run.code).toBe(code);
  expect(run.text).toMatch(text);
});

test.each<[string, (resources: Resources) => Resources, RegExp]>([
  [
    'no right to update',
    change('Observation', { interaction: ['create', 'search'] }),
    /ok +policy .*corrections will be stored beside/,
  ],
  ['no right to see the device', without('Device'), /ok +device .*cannot be told/],
])('[D1] check, when the AccessPolicy gives %s, says what that means and exits with 0', async (_, edit, text) => {
  await using medplum = await startRecordedMedplum();
  using folder = temporaryFolder();
  medplum.changePolicy((policy) => ({ ...policy, resource: [...edit(policy.resource ?? [])] }));

  const run = await runCheck(medplum, folder.path);

  expect(run.code).toBe(0);
  expect(run.text).toMatch(text);
});

test('[D1] check, when policy and settings agree on a device that does not exist, fails', async () => {
  await using medplum = await startRecordedMedplum();
  using folder = temporaryFolder();
  const nobody = '0000000a-0000-4000-8000-00000000dead';
  medplum.changePolicy(
    (policy) => JSON.parse(JSON.stringify(policy).replaceAll(demoIds.device, nobody)) as typeof policy,
  );

  const run = await runCheck(medplum, folder.path, { DEVICE_AGENT_DEVICE: `Device/${nobody}` });

  expect(run.text).toMatch(/^ok +policy/m);
  expect(run.text).toMatch(/^FAIL device .*does not exist/m);
  expect(run.code).toBe(77);
});

test('[D1] [F1] check, when settings name another device than the policy, says both', async () => {
  await using medplum = await startRecordedMedplum();
  using folder = temporaryFolder();

  const run = await runCheck(medplum, folder.path, { DEVICE_AGENT_DEVICE: 'Device/another' });

  expect(run.code).toBe(77);
  expect(run.text).toMatch(
    new RegExp(`^FAIL policy .*not allowed for Observation\\?device=Device/another, but for .*${own}`, 'm'),
  );
});

test.each(['no policy', 'an administrator'])('[F1] check, when the key has %s, fails', async (kind) => {
  await using medplum = await startRecordedMedplum();
  using folder = temporaryFolder();
  medplum.changeMembership(({ accessPolicy, ...rest }) =>
    kind === 'no policy' ? rest : { ...rest, ...(accessPolicy && { accessPolicy }), admin: true },
  );

  const run = await runCheck(medplum, folder.path);

  expect(run.code).toBe(1);
  expect(run.text).toMatch(
    kind === 'no policy' ? /^FAIL narrow key .*can read patients/m : /^FAIL policy .*administrator/m,
  );
});

test('[C9] [D1] check, when the policy blocks this address, says that and does not blame the secret', async () => {
  await using medplum = await startRecordedMedplum();
  using folder = temporaryFolder();
  medplum.changePolicy((policy) => ({ ...policy, ipAccessRule: [{ name: 'all', value: '*', action: 'block' }] }));

  const run = await runCheck(medplum, folder.path);

  expect(run.code).toBe(77);
  expect(run.text).toMatch(/^FAIL token .*ipAccessRule/m);
  expect(run.text).not.toContain('MEDPLUM_CLIENT_SECRET');
});

test('[D1] [F1] check, when results may be read and updated for nothing, calls it too wide', async () => {
  await using medplum = await startRecordedMedplum();
  using folder = temporaryFolder();

  const run = await runCheck(medplum, folder.path, { DEVICE_AGENT_CORRECTIONS: 'beside' });

  expect(run.code).toBe(1);
  expect(run.text).toMatch(/^FAIL policy .*Observation allows read, update as well/m);
});
