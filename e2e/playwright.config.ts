import { join } from 'node:path';
import { defineConfig, devices } from '@playwright/test';
import type { ClinicOptions } from './clinic/clinic-test.ts';
import { housePart } from './house/house-part.ts';
import { specsWithoutProgram } from './house/specs-without-program.ts';
import { serverVariable } from './on-server/server-address.ts';

const browser = process.env['E2E_BROWSER'];
const { specs, hasOtherBuilds, reports } = housePart();
const onServer = Boolean(process.env[serverVariable]);
const isWatched = process.env['E2E_DEMO'] === 'watch';

/** What a cloner keeps who takes all features out. */
const coreSpecs = ['spa-client', 'attacks-code', 'attacks-redirect-uri'].map((name) => `**/spa-client/${name}.spec.ts`);

/** Pictures for the documents, and no test. */
const pictures = [{ name: 'pictures', testDir: './pictures', fullyParallel: false }];

export default defineConfig<ClinicOptions>({
  testDir: './specs',
  testIgnore: specsWithoutProgram,
  outputDir: join(reports, 'test-results'),
  globalSetup: './house/global-setup.ts',
  // Everything runs against one house; specs use people and patients of their own, so two may run at once.
  // A real server has one clinic for all of them.
  workers: onServer ? 1 : 2,
  fullyParallel: true,
  forbidOnly: Boolean(process.env['CI']),
  // A shared machine may miss a deadline. What passes only when it is run again is named at the end.
  retries: process.env['CI'] ? 1 : 0,
  timeout: isWatched ? 300_000 : 90_000,
  expect: { timeout: 20_000 },
  reporter: [['list'], ['json', { outputFile: join(reports, 'playwright.json') }]],
  projects: [
    { name: 'apps', testMatch: specs },
    ...(hasOtherBuilds
      ? [
          {
            name: 'without features',
            testMatch: coreSpecs,
            grep: /\[(C1|B[123])\] spa-client/,
            use: { withoutFeatures: true },
          },
        ]
      : []),
    // Looks at what the others left behind.
    ...(onServer
      ? []
      : [
          {
            name: 'canary',
            testMatch: 'canary*.spec.ts',
            dependencies: ['apps', ...(hasOtherBuilds ? ['without features'] : [])],
            fullyParallel: false,
          },
        ]),
  ],
  ...(process.env['E2E_SCREENSHOTS'] && { projects: pictures }),
  use: {
    ...devices['Desktop Chrome'],
    // A video needs a further download, and a trace of each test takes a third of the time: E2E_TRACE=on asks for one.
    video: 'off',
    trace: process.env['E2E_TRACE'] === 'on' ? 'on' : 'off',
    screenshot: 'only-on-failure',
    launchOptions: {
      ...(browser && { executablePath: browser }),
      ...(isWatched && { slowMo: 300 }),
    },
  },
});
