import { demoIds } from '@auth-patterns/demo-project';
import { expect, test } from 'vitest';
import { botIds } from '#test/edit-tenant.ts';
import { startRecordedMedplum, type RecordedMedplum } from '#test/recorded-medplum.ts';

const testBench = `Device/${demoIds.testBench}`;
const observation = (device?: string) => ({
  resourceType: 'Observation',
  status: 'final',
  code: { text: 'Glucose' },
  ...(device && { device: { reference: device } }),
});
const patient = { resourceType: 'Patient', id: demoIds.patients.sam };
const deploy = { code: 'exports.handler = async () => 1', filename: 'index.js' };
const client = `ClientApplication/${demoIds.clients.deviceAgentPipeline}`;

/** What who holds the pipeline's secret can send, with nothing but the token that it buys. */
async function signIn({ tenantUrl }: RecordedMedplum) {
  const body = new URLSearchParams({
    grant_type: 'client_credentials',
    client_id: demoIds.clients.deviceAgentPipeline,
    client_secret: 'demo-only-device-agent-pipeline-secret',
  });
  const answer = await fetch(`${tenantUrl}oauth2/token`, { method: 'POST', body });
  const { access_token: token } = (await answer.json()) as { access_token: string };
  return (method: string, path: string, content?: object) =>
    fetch(`${tenantUrl}${path}`, {
      method,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/fhir+json' },
      ...(content && { body: JSON.stringify(content) }),
    });
}

test('[D5] [F9] pipeline\u2019s key, when used for what it is for, adds test results and finds them again', async () => {
  await using medplum = await startRecordedMedplum();
  const ask = await signIn(medplum);

  const { status } = await ask('POST', 'fhir/R4/Observation', observation(testBench));
  const found = (await (await ask('GET', 'fhir/R4/Observation?_total=accurate')).json()) as { total: number };

  // The clinic has other results; this key does not see them.
  expect(medplum.list('Observation').length).toBeGreaterThan(1);
  expect([status, found.total]).toEqual([201, 1]);
});

test.each([
  ['add a result of the analyzer', 'POST', 'fhir/R4/Observation', observation(`Device/${demoIds.device}`), 403],
  ['add a result of no device', 'POST', 'fhir/R4/Observation', observation(), 403],
  ['read the patients', 'GET', 'fhir/R4/Patient', undefined, 403],
  ['change a patient', 'PUT', `fhir/R4/Patient/${demoIds.patients.sam}`, patient, 403],
  ['read the analyzer', 'GET', `fhir/R4/Device/${demoIds.device}`, undefined, 404],
  ['deploy a Bot', 'POST', `fhir/R4/Bot/${botIds.bot}/$deploy`, deploy, 403],
  ['run a Bot', 'POST', `fhir/R4/Bot/${botIds.bot}/$execute`, {}, 403],
  ['read its own registration', 'GET', `fhir/R4/${client}`, undefined, 403],
  ['read the trail', 'GET', 'fhir/R4/AuditEvent', undefined, 403],
  ['invite somebody', 'POST', `admin/projects/${demoIds.project}/invite`, {}, 403],
])('[F9] pipeline\u2019s key, when it leaks, does not let its finder %s', async (_, method, path, body, expected) => {
  await using medplum = await startRecordedMedplum();
  medplum.addBot();
  const ask = await signIn(medplum);

  const { status } = await ask(method, path, body);

  expect([status, medplum.stored]).toEqual([expected, []]);
});

test('[F9] pipeline\u2019s key, when it leaks, lets its finder change or erase no test result', async () => {
  await using medplum = await startRecordedMedplum();
  const ask = await signIn(medplum);
  const { id } = (await (await ask('POST', 'fhir/R4/Observation', observation(testBench))).json()) as { id: string };
  const path = `fhir/R4/Observation/${id}`;

  const changed = await ask('PUT', path, { ...observation(testBench), id, valueString: 'other' });
  const erased = await ask('DELETE', path);

  expect([changed.status, erased.status, medplum.stored.map(({ valueString }) => valueString)]).toEqual([
    403,
    403,
    [undefined],
  ]);
});
