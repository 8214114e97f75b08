import { chmodSync, statSync } from 'node:fs';
import { expect, test } from 'vitest';
import { readAgentConfig } from '#config';
import { openQueueFile } from '#queue/queue-file.ts';
import { agentEnv } from '#test/agent-process.ts';
import { outcome, reply, startRecordedMedplum, type RecordedMedplum } from '#test/recorded-medplum.ts';
import { temporaryFolder } from '#test/temporary-folder.ts';
import { check } from './check.ts';

async function runCheck(
  medplum: Pick<RecordedMedplum, 'baseUrl'>,
  folder: string,
  overrides: Record<string, string> = {},
) {
  const lines: string[] = [];
  const env = { ...agentEnv(medplum.baseUrl, folder), ...overrides };
  const write = (text: string): void => void lines.push(text);
  const code = await check({ readConfig: () => readAgentConfig(env), fetch, now: () => Date.now(), write });
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

  expect(code).toBe(0);
  expect(text.match(/^ok/gm)).toHaveLength(6);
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
  const { database } = openQueueFile(folder.path, { maxBytes: 1_048_576, now: () => 0 });

  const { code, text } = await runCheck(medplum, folder.path);
  database.close();

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

  expect(text).toMatch(/^FAIL token +no\\u\{a\}ok {3}token\\u\{1b\}\[2J\\u\{9b\}\\u\{202e\}: check MEDPLUM/m);
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
