import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseEnv, promisify } from 'node:util';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { searchAll } from '#provision/find-made.ts';
import { administrator, startTestSite, type TestSite } from '#provision/test-site.ts';
import { root } from '#test/run-step.ts';
import { planStarter } from './plan/plan-starter.ts';
import { readRepository } from './source/repository.ts';
import { starterNames } from './source/starter.ts';
import { writePlan } from './write/write-plan.ts';

const repository = readRepository(root);
let site: TestSite;
let folder = '';

beforeEach(async () => {
  site = await startTestSite();
  folder = mkdtempSync(join(tmpdir(), 'taken-'));
});
afterEach(async () => {
  rmSync(folder, { recursive: true });
  await site.close();
});

async function takeInto(app: string, features: readonly string[]): Promise<void> {
  writePlan(folder, await planStarter(repository, { app, name: 'mine', features, doubles: {} }));
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'), 'junction');
}

async function provisionIn(...args: readonly string[]): Promise<string> {
  const { email, password } = administrator as Readonly<{ email: string; password: string }>;
  const env = { ...process.env, MEDPLUM_ADMIN_EMAIL: email, MEDPLUM_ADMIN_PASSWORD: password };
  const command = ['scripts/provision/main.ts', '--base-url', site.baseUrl, ...args];
  const { stdout } = await promisify(execFile)(process.execPath, command, { cwd: folder, env });
  return stdout;
}

async function clientNames(): Promise<readonly string[]> {
  const clients = await searchAll(await site.medplum(), 'ClientApplication', {});
  return clients.map(({ name = '' }) => name).filter((name) => name !== 'ci');
}

test.each(starterNames(repository))(
  '[X1] [X2] provision in a taken %s makes its own clients alone and its .env, and takes them back',
  async (app) => {
    await takeInto(app, []);

    const said = await provisionIn();
    const made = await clientNames();
    const env = parseEnv(readFileSync(join(folder, '.env'), 'utf8'));
    const id = env['MEDPLUM_CLIENT_ID'] ?? env['PUBLIC_MEDPLUM_CLIENT_ID'] ?? '';
    const { name } = await (await site.medplum()).readResource('ClientApplication', id);
    await provisionIn('--destroy');

    expect(said).toContain('.env: wrote ');
    expect(name).toBe(app);
    expect(made).toContain(app);
    expect(made.filter((one) => !one.startsWith(app))).toEqual([]);
    expect(await clientNames()).toEqual([]);
  },
  120_000,
);

test.each([
  ['its core alone', []],
  ['reports', ['reports']],
])(
  '[X1] [X2] [D1] key, made by provision in a device-agent taken with %s, is as narrow as check wants',
  async (_, features) => {
    await takeInto('device-agent', features);
    await provisionIn();

    const command = ['--env-file=.env', 'src/main.ts', 'check'];
    const { stdout } = await promisify(execFile)(process.execPath, command, { cwd: folder });

    expect(stdout).toMatch(/^ok +policy/m);
    expect(stdout).not.toContain('FAIL');
  },
  120_000,
);

test('[X1] [X2] provision in a legacy-proxy, taken without what acts for people, gives nobody access', async () => {
  await takeInto('legacy-proxy', []);
  await provisionIn();

  const policies = await searchAll(await site.medplum(), 'AccessPolicy', {});
  expect(policies.map(({ name }) => name)).toEqual(['Legacy proxy']);
}, 120_000);
