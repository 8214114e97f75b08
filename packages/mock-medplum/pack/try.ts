import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createTestProject } from '#project/test-project.ts';
import { run } from './run.ts';

// `npm run pack:try`: what an outsider does. Packs, installs the tarball into an empty Vitest project and into an empty
// Playwright project, checks their types and runs a first test in each. Nothing is fetched: dependencies come from here.

const packageFolder = fileURLToPath(new URL('../', import.meta.url));

const setUp = (runner: string, module: string): string => `
import { readProjectFolder } from '@auth-patterns/mock-medplum';
import { createMedplumTest } from '@auth-patterns/mock-medplum/${runner}';
import { expect } from '${module}';

const project = await readProjectFolder('clinic');
const test = createMedplumTest({ project });
const user = 'paula@example.com';
`;

const vitestTest = `
test('patient, created by a user who is signed in, is found', async ({ medplum }) => {
  const client = await medplum.signIn({ user });
  await client.createResource({ resourceType: 'Patient', name: [{ family: 'Doe' }] });
  const [patient] = await client.searchResources('Patient', 'name=Doe');
  const family: string | undefined = patient?.name?.[0]?.family;
  // @ts-expect-error -- it has a type
  const wrong: number = medplum.baseUrl;
  expect([family, typeof wrong]).toEqual(['Doe', 'string']);
});
`;

const playwrightTest = `
test('page, and a request in the name of a user, are answered by the tenant of the test', async ({ medplum, page, request }) => {
  await page.goto(medplum.baseUrl + 'healthcheck');
  await expect(page.getByText('5.1.29-mock')).toBeVisible();
  const { accessToken } = await medplum.control.makeSession({ user });
  const answer = await request.get(medplum.baseUrl + 'fhir/R4/Patient', { headers: { authorization: 'Bearer ' + accessToken } });
  // @ts-expect-error -- it has a type
  const wrong: number = accessToken;
  expect([answer.status(), typeof wrong]).toEqual([200, 'string']);
});
`;

/** `E2E_BROWSER` names a browser where Playwright has none of its own. */
const playwrightConfig = `
import { defineConfig } from '@playwright/test';
const executablePath = process.env['E2E_BROWSER'];
export default defineConfig({ use: executablePath === undefined ? {} : { launchOptions: { executablePath, chromiumSandbox: false } } });
`;

const projects = [
  {
    runner: 'vitest',
    module: 'vitest',
    file: 'first.test.ts',
    test: vitestTest,
    command: ['node_modules/vitest/vitest.mjs', 'run'],
  },
  {
    runner: 'playwright',
    module: '@playwright/test',
    file: 'first.spec.ts',
    test: playwrightTest,
    command: ['node_modules/@playwright/test/cli.js', 'test', '--reporter=list'],
  },
] as const;

const folder = await mkdtemp(join(tmpdir(), 'mock-medplum-try-'));
try {
  const tarball = (await run(process.execPath, ['pack/main.ts', folder], packageFolder)).trim();
  for (const project of projects) {
    const printed = await tryIn(join(folder, project.runner), tarball, project);
    process.stdout.write(`== ${project.runner}\n${printed.trim()}\n`);
  }
} finally {
  await rm(folder, { recursive: true });
}

async function tryIn(place: string, tarball: string, project: (typeof projects)[number]): Promise<string> {
  await mkdir(join(place, 'clinic'), { recursive: true });
  const { resources, passwords } = createTestProject();
  const manifest = JSON.parse(await readFile(join(packageFolder, 'package.json'), 'utf8')) as {
    dependencies: Record<string, string>;
  };
  const names = [...Object.keys(manifest.dependencies), project.module, 'typescript', '@types/node'];
  const here = Object.fromEntries(names.map((name) => [name, `file:${folderOf(name)}`]));
  const compilerOptions = { module: 'nodenext', target: 'esnext', strict: true, noEmit: true, types: ['node'] };
  const files: Readonly<Record<string, unknown>> = {
    'package.json': {
      private: true,
      type: 'module',
      devDependencies: { ...here, '@auth-patterns/mock-medplum': `file:${tarball}` },
    },
    'tsconfig.json': { compilerOptions: { ...compilerOptions, skipLibCheck: true }, files: [project.file] },
    'clinic/resources.json': resources,
    'clinic/passwords.json': passwords,
  };
  for (const [name, content] of Object.entries(files)) {
    await writeFile(join(place, name), JSON.stringify(content));
  }
  await writeFile(join(place, project.file), setUp(project.runner, project.module) + project.test);
  await writeFile(join(place, 'playwright.config.ts'), playwrightConfig);
  await run('npm', ['install', '--offline', '--ignore-scripts', '--no-audit', '--no-fund'], place);
  await run(process.execPath, [join(folderOf('typescript'), 'bin/tsc'), '-p', '.'], place);
  return run(process.execPath, project.command, place);
}

/** Where the workspace has a dependency. */
function folderOf(name: string): string {
  const candidates = createRequire(import.meta.url).resolve.paths(name) ?? [];
  return join(candidates.find((path) => existsSync(join(path, name, 'package.json'))) ?? '', name);
}
