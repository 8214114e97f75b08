import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, existsSync, globSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { npm } from '#bootstrap/npm.mjs';

const root = join(import.meta.dirname, '..', '..');
const ownFolder = join(import.meta.dirname, 'stryker');
const stryker = join(ownFolder, 'node_modules', '@stryker-mutator');
const usage = 'npm run mutate -- APP [FILES], for example: npm run mutate -- legacy-proxy "src/middleware/*.ts"';

/**
 * Changes an app's sources one place at a time, and lists the changes that the tests in the same folders do not notice.
 * Those of the whole application would take a minute for each change.
 */
async function main([app = '', ...files]: readonly string[]): Promise<number> {
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
  writeFileSync(config, JSON.stringify(optionsFor(folder, files.length > 0 ? files : ['src/medplum/*.ts'])));
  const args = [join(stryker, 'core', 'bin', 'stryker.js'), 'run', config];
  const child = spawn(process.execPath, args, { cwd: folder, stdio: 'inherit' });
  const [code] = (await once(child, 'exit')) as [number | null];
  return code ?? 1;
}

function optionsFor(folder: string, files: readonly string[]): Readonly<Record<string, unknown>> {
  return {
    testRunner: 'vitest',
    plugins: [join(stryker, 'vitest-runner', 'dist', 'src', 'index.js')],
    coverageAnalysis: 'perTest',
    concurrency: 1,
    timeoutMS: 20_000,
    mutate: [...files, '!**/*.test.ts'],
    ignorePatterns: ['.data', '.reports', '.turbo', ...otherTests(folder, files)],
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

/** Tests of other folders, and those that start a process: it runs no mutant, and all of them would wait for it. */
function otherTests(folder: string, files: readonly string[]): string[] {
  const folders = new Set(globSync([...files], { cwd: folder }).map((file) => dirname(file)));
  return globSync('src/**/*.test.ts', { cwd: folder }).filter(
    (file) => !folders.has(dirname(file)) || /child_process|start-redis/.test(readFileSync(join(folder, file), 'utf8')),
  );
}

process.exitCode = await main(process.argv.slice(2));
