import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, existsSync, globSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { npm } from '#bootstrap/npm.mjs';

const root = join(import.meta.dirname, '..', '..');
const ownFolder = join(import.meta.dirname, 'stryker');
const stryker = join(ownFolder, 'node_modules', '@stryker-mutator');
const usage = `npm run mutate -- APP [FILES] [--tests FILES], for example:
  npm run mutate -- legacy-proxy "src/middleware/*.ts"
  npm run mutate -- device-agent "src/hl7/*.ts" --tests "src/intake/*.test.ts"`;

/**
 * Changes an app's sources one place at a time, and lists the changes that the tests in the same folders, and those of
 * `--tests`, do not notice. Those of the whole application would take a minute for each change.
 */
async function main(args: readonly string[]): Promise<number> {
  const options = { tests: { type: 'string', multiple: true } } as const;
  const { values, positionals } = parseArgs({ args: [...args], allowPositionals: true, options });
  const [app = '', ...files] = positionals;
  const folder = join(root, 'apps', app);
  if (!app || !existsSync(join(folder, 'vitest.config.ts'))) {
    console.error(usage);
    return 2;
  }
  if (!existsSync(stryker)) {
    const fetch = ['ci', '--legacy-peer-deps', '--no-audit', '--no-fund'];
    await npm(process.execPath, fetch, ownFolder, 'Fetching Stryker for this command only');
  }
  const reports = join(folder, '.reports');
  mkdirSync(reports, { recursive: true });
  // The copy in which Stryker works is two folders further down than the app.
  copyFileSync(join(root, 'tsconfig.base.json'), join(reports, 'tsconfig.base.json'));
  const config = join(reports, 'stryker.json');
  const mutated = files.length > 0 ? files : ['src/medplum/*.ts'];
  writeFileSync(config, JSON.stringify(optionsFor(folder, mutated, values.tests ?? [])));
  const command = [join(stryker, 'core', 'bin', 'stryker.js'), 'run', config];
  const child = spawn(process.execPath, command, { cwd: folder, stdio: 'inherit' });
  const [code] = (await once(child, 'exit')) as [number | null];
  return code ?? 1;
}

function optionsFor(
  folder: string,
  files: readonly string[],
  tests: readonly string[],
): Readonly<Record<string, unknown>> {
  return {
    testRunner: 'vitest',
    plugins: [join(stryker, 'vitest-runner', 'dist', 'src', 'index.js')],
    coverageAnalysis: 'perTest',
    concurrency: Math.max(1, availableParallelism() - 1),
    timeoutMS: 8_000,
    mutate: [...files, '!**/*.test.ts'],
    ignorePatterns: ['.data', '.reports', '.turbo', ...otherTests(folder, files, tests)],
    tempDirName: '.reports/stryker',
    // It would read it with TypeScript's API, which version 7 has not.
    tsconfigFile: 'none.json',
    allowEmpty: true,
    thresholds: { high: 95, low: 90, break: 90 },
    reporters: ['clear-text', 'progress-append-only', 'json'],
    jsonReporter: { fileName: '.reports/mutation.json' },
    clearTextReporter: { allowColor: false, logTests: false },
  };
}

/** Tests of other folders, and those that start this application: such a process runs no mutant, and all of them would wait for it. */
function otherTests(folder: string, files: readonly string[], tests: readonly string[]): string[] {
  const folders = new Set(globSync([...files], { cwd: folder }).map((file) => dirname(file)));
  const wanted = new Set(globSync([...tests], { cwd: folder }));
  return globSync('src/**/*.test.ts', { cwd: folder }).filter(
    (file) =>
      !(folders.has(dirname(file)) || wanted.has(file)) ||
      /child_process/.test(readFileSync(join(folder, file), 'utf8')),
  );
}

process.exitCode = await main(process.argv.slice(2));
