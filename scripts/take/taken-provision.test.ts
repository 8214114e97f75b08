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
    writePlan(folder, await planStarter(repository, { app, name: 'mine', features: [], doubles: {} }));
    symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'), 'junction');

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
