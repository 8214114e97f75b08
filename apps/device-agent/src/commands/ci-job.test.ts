import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { demoIds } from '@auth-patterns/demo-project';
import { expect, test } from 'vitest';
import { agentEnv } from '#test/agent-process.ts';
import { startRecordedMedplum, type RecordedMedplum } from '#test/recorded-medplum.ts';
import { temporaryFolder } from '#test/temporary-folder.ts';

const pipelineSecret = 'demo-only-device-agent-pipeline-secret';
const patience = { timeout: 60_000 };
const root = fileURLToPath(new URL('../../../../', import.meta.url));
const job = fileURLToPath(new URL('../../deploy/ci-job.sh', import.meta.url));

/** Settings of the pipeline's own client, which may add results of the test bench and nothing else. */
function pipelineEnv({ baseUrl }: RecordedMedplum, folder: string): Record<string, string> {
  return {
    ...agentEnv(baseUrl, folder),
    MEDPLUM_CLIENT_ID: demoIds.clients.deviceAgentPipeline,
    MEDPLUM_CLIENT_SECRET: pipelineSecret,
    DEVICE_AGENT_DEVICE: `Device/${demoIds.testBench}`,
  };
}

async function freePort(): Promise<string> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return String(port);
}

/** The job as a pipeline runs it: the script, with settings and the secret as variables and nothing else. */
async function runJob(files: readonly string[], settings: Record<string, string>, script = job) {
  const env = {
    ...settings,
    DEVICE_AGENT_MLLP_PORT: await freePort(),
    DEVICE_AGENT_STATUS_PORT: '0',
    NODE_COMPILE_CACHE: process.env['NODE_COMPILE_CACHE'],
    PATH: [dirname(process.execPath), process.env['PATH']].join(delimiter),
  };
  const child = spawn('sh', [script, ...files], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  const chunks: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => chunks.push(chunk));
  // Closed means that no process of the job holds its output open: the agent has ended, too.
  await once(child, 'close');
  return { code: child.exitCode, log: Buffer.concat(chunks).toString() };
}

/** What a pipeline's file runs, but for fetching packages, and the names of the variables that the file says it needs. */
function readPipeline(name: string) {
  const text = readFileSync(new URL(`../../deploy/${name}`, import.meta.url), 'utf8');
  const commands = [...text.matchAll(/^ +-(?: run:)? (sh .*)$/gm)].map(([, command = '']) => command);
  return { commands, variables: [...new Set(text.match(/\b(?:MEDPLUM|DEVICE_AGENT)_[A-Z_]+\b/g))].toSorted() };
}

test(
  '[D5] [F13] pipeline, run as it stands in its file, stores all, leaves no agent, prints no secret',
  patience,
  async () => {
    await using medplum = await startRecordedMedplum();
    using folder = temporaryFolder();
    const { commands, variables } = readPipeline('github-actions.yml');
    const all = pipelineEnv(medplum, '');
    const settings = Object.fromEntries(variables.map((name) => [name, all[name] ?? '']));
    const [script = '', ...files] = commands.join(' ').replace(/^sh /, '').split(' ');

    const { code, log } = await runJob(files, { ...settings, TMPDIR: folder.path }, join(root, script));

    expect(log).toContain('0 queued, 1 sent, 0 parked');
    expect([code, readdirSync(folder.path)]).toEqual([0, []]);
    expect(medplum.stored.map(({ device }) => device?.reference)).toEqual(Array(7).fill(`Device/${demoIds.testBench}`));
    // A pipeline masks the secret as it is stored, and not what is made of it.
    const pair = btoa(`${demoIds.clients.deviceAgentPipeline}:${pipelineSecret}`);
    expect([pipelineSecret, btoa(pipelineSecret), pair, 'eyJ'].filter((one) => log.includes(one))).toEqual([]);
  },
);

test('[D5] pipelines, of GitHub and of GitLab, run the same command and name the same variables', () => {
  const pipeline = readPipeline('github-actions.yml');

  expect(readPipeline('gitlab-ci.yml')).toEqual(pipeline);
  expect(pipeline.variables).toContain('MEDPLUM_CLIENT_SECRET');
});

test(
  '[D5] [F13] CI job, with a wrong secret, ends with 77, stores nothing and prints no secret',
  patience,
  async () => {
    await using medplum = await startRecordedMedplum();
    using folder = temporaryFolder();
    const settings = { ...pipelineEnv(medplum, folder.path), MEDPLUM_CLIENT_SECRET: 'canary-secret-c1' };

    const { code, log } = await runJob(['samples/chemistry-panel.hl7'], settings);

    expect(code).toBe(77);
    expect(log).toContain('Invalid secret');
    expect(log).not.toContain('canary');
    expect([medplum.countOf('/oauth2/token'), medplum.stored.length]).toEqual([1, 0]);
  },
);

test('[D5] CI job, with a queue of its own that fails, leaves neither queue nor agent behind', patience, async () => {
  await using medplum = await startRecordedMedplum();
  using folder = temporaryFolder();
  const { DEVICE_AGENT_DATA_DIR: _, ...settings } = pipelineEnv(medplum, '');

  const wrong = { ...settings, TMPDIR: folder.path, MEDPLUM_CLIENT_SECRET: 'canary-secret-c2' };
  const codes = [
    (await runJob(['samples/chemistry-panel.hl7'], wrong)).code,
    (await runJob(['samples/malformed.hl7'], { ...settings, TMPDIR: folder.path })).code,
  ];

  expect([codes, readdirSync(folder.path)]).toEqual([[77, 65], []]);
});

test('[D5] CI job, given a message with a mistake, ends with 65 and no agent left', patience, async () => {
  await using medplum = await startRecordedMedplum();
  using folder = temporaryFolder();

  const { code } = await runJob(['samples/malformed.hl7'], pipelineEnv(medplum, folder.path));

  expect(code).toBe(65);
  expect(medplum.stored).toHaveLength(0);
});
