import { defineConfig, devices } from '@playwright/test';

const browser = process.env['E2E_BROWSER'];
const isWatched = process.env['E2E_DEMO'] === 'watch';

export default defineConfig({
  testDir: './specs',
  outputDir: './.reports/test-results',
  globalSetup: './house/global-setup.ts',
  // Everything runs against one house; specs use people and patients of their own, so two may run at once.
  workers: 2,
  fullyParallel: true,
  forbidOnly: Boolean(process.env['CI']),
  timeout: isWatched ? 300_000 : 60_000,
  expect: { timeout: 15_000 },
  reporter: [['list'], ['json', { outputFile: './.reports/playwright.json' }]],
  projects: [
    { name: 'apps', testIgnore: 'canary.spec.ts' },
    // Looks at what the others left behind.
    { name: 'canary', testMatch: 'canary.spec.ts', dependencies: ['apps'] },
  ],
  use: {
    ...devices['Desktop Chrome'],
    // Recording a video needs a further download, so a failure leaves a trace instead.
    video: 'off',
    trace: 'retain-on-failure',
    launchOptions: {
      ...(browser && { executablePath: browser }),
      ...(isWatched && { slowMo: 300 }),
    },
  },
});
