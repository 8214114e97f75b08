import { spawnSync } from 'node:child_process';
import { globSync } from 'node:fs';
import { join } from 'node:path';
import { defineConfig, devices } from '@playwright/test';

const browser = process.env['E2E_BROWSER'];
const reports = join(import.meta.dirname, '.reports');
/** name.PROGRAM.spec.ts needs PROGRAM. */
const withProgram = globSync('**/*.*.spec.ts', { cwd: join(import.meta.dirname, 'specs') });

export default defineConfig({
  testDir: './specs',
  testIgnore: withProgram.filter((path) => spawnSync(path.split('.').at(-3) ?? '', ['--version']).error),
  outputDir: join(reports, 'test-results'),
  globalSetup: './house/global-setup.ts',
  workers: 2,
  fullyParallel: true,
  forbidOnly: Boolean(process.env['CI']),
  retries: process.env['CI'] ? 1 : 0,
  timeout: 90_000,
  expect: { timeout: 20_000 },
  reporter: [['list'], ['json', { outputFile: join(reports, 'playwright.json') }]],
  projects: [
    { name: 'app', testIgnore: 'canary*.spec.ts' },
    // Looks at what the others left behind.
    { name: 'canary', testMatch: 'canary*.spec.ts', dependencies: ['app'], fullyParallel: false },
  ],
  use: {
    ...devices['Desktop Chrome'],
    video: 'off',
    trace: process.env['E2E_TRACE'] === 'on' ? 'on' : 'off',
    screenshot: 'only-on-failure',
    launchOptions: { ...(browser && { executablePath: browser }) },
  },
});
