import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createTestProject, ids, clientSecret } from '#project/test-project.ts';
import { run } from './run.ts';

const packageFolder = fileURLToPath(new URL('../', import.meta.url));
const command = 'node_modules/.bin/mock-medplum';

let folder: string;

/** Packs, and installs the tarball in an empty folder; its dependencies come from here, because tests have no network. */
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mock-medplum-pack-'));
  const tarball = (await run(process.execPath, ['pack/main.ts', folder], packageFolder)).trim();
  const manifest = JSON.parse(await readFile(join(packageFolder, 'package.json'), 'utf8')) as {
    dependencies: Record<string, string>;
  };
  const dependencies = Object.fromEntries(
    Object.keys(manifest.dependencies).map((name) => [name, `file:${folderOf(name)}`]),
  );
  const app = { private: true, type: 'module', dependencies: { ...dependencies, mock: `file:${tarball}` } };
  await writeFile(join(folder, 'package.json'), JSON.stringify(app));
  await run('npm', ['install', '--offline', '--ignore-scripts', '--no-audit', '--no-fund'], folder);
  const { resources, passwords } = createTestProject();
  await mkdir(join(folder, 'data'));
  await writeFile(join(folder, 'data/resources.json'), JSON.stringify(resources));
  await writeFile(join(folder, 'data/passwords.json'), JSON.stringify(passwords));
}, 120_000);

afterAll(async () => rm(folder, { recursive: true }));

/** Where the workspace has a dependency. */
function folderOf(name: string): string {
  const candidates = createRequire(import.meta.url).resolve.paths(name) ?? [];
  const modules = candidates.find((path) => existsSync(join(path, name, 'package.json')));
  return join(modules ?? '', name);
}

describe('[M6] package', () => {
  test('command, installed in an empty folder, serves a project and is steered', async () => {
    const child = spawn(command, ['--project', 'data', '--port', '0', '--control'], { cwd: folder });
    const [line] = (await once(child.stdout, 'data')) as [Buffer];
    const [baseUrl = ''] = /http:\S+/.exec(String(line)) ?? [];

    const token = await fetch(`${baseUrl}oauth2/token`, {
      method: 'POST',
      body: new URLSearchParams({
        grant_type: 'client_credentials',
        client_id: ids.admin,
        client_secret: clientSecret,
      }),
    });
    const page = await fetch(`${baseUrl}oauth/sign-in.css`);
    const clock = await run(command, ['control', '--url', baseUrl, 'clock', 'freeze'], folder);
    child.kill();
    await once(child, 'close');

    expect([token.status, page.status]).toEqual([200, 200]);
    expect(clock).toContain('"frozen": true');
  }, 60_000);

  test('library, installed in an empty folder, starts and is steered', async () => {
    const script = `
      import { readProjectFolder, startMockMedplum } from 'mock';
      import { createControlClient } from 'mock/control';
      const mock = await startMockMedplum({ project: await readProjectFolder('data'), control: true });
      const { baseUrl } = await createControlClient(mock.baseUrl).tenants.create({ name: 'mine' });
      console.log(baseUrl === mock.baseUrl + 't/mine/');
      await mock.close();`;

    expect(await run(process.execPath, ['--input-type=module', '--eval', script], folder)).toBe('true\n');
  });

  test('[L3] sandbox, installed in an empty folder, runs deployed code with the SDK', async () => {
    const script = `
      import { createBotSandbox } from './node_modules/mock/dist/bots/sandbox/bot-sandbox.js';
      const baseUrl = 'http://127.0.0.1:1/';
      const sandbox = createBotSandbox();
      console.log(await sandbox.run({
        code: 'exports.handler = (medplum) => [medplum.getBaseUrl(), typeof require("@medplum/core").MedplumClient];',
        timeoutSeconds: 10,
        tenant: { baseUrl, loopbackUrl: baseUrl },
        order: { connection: { baseUrl, accessToken: 'token' }, event: { input: {} } },
        log: console.log,
      }));`;

    const printed = await run(process.execPath, ['--input-type=module', '--eval', script], folder);

    expect(printed).toBe("[ 'http://127.0.0.1:1/', 'function' ]\n");
  });

  test('package, built, holds no source, no test and no workspace', async () => {
    const files = await run(
      'npm',
      ['pack', '--dry-run', '--json', '--ignore-scripts'],
      join(packageFolder, 'dist/package'),
    );
    const manifest = await readFile(join(packageFolder, 'dist/package/package.json'), 'utf8');

    expect(files).toContain('dist/main.js');
    expect(files).not.toMatch(/[^d]\.ts"|\.test\.|test-medplum|test-project/);
    expect(manifest).not.toMatch(/"private"|src\/|@auth-patterns\/(?!mock-medplum)/);
    for (const name of ['README.md', 'CHANGELOG.md', 'DIFFERENCES.md']) {
      const text = await readFile(join(packageFolder, 'dist/package', name), 'utf8');
      expect(text).not.toMatch(/src\/|\.\.\/|npm run|workspace|@auth-patterns\/(?!mock-medplum)/);
    }
  });
});
