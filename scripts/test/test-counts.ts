import { existsSync, globSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { root } from './run-step.ts';

export type TestCounts = Readonly<{ passed: number; failed: number; skipped: number }>;

type VitestReport = Readonly<{ numPassedTests: number; numFailedTests: number; numPendingTests: number }>;
type PlaywrightReport = Readonly<{
  stats: Readonly<{ expected: number; unexpected: number; flaky: number; skipped: number }>;
}>;

const vitestReports = '{apps,packages}/*/.reports/vitest.json';
const playwrightReport = 'e2e/.reports/playwright.json';

/** Removes the reports of an earlier run, so that none is counted twice. */
export function forgetReports(): void {
  for (const path of [...globSync(vitestReports, { cwd: root }), 'scripts/.reports/vitest.json', playwrightReport]) {
    rmSync(join(root, path), { force: true });
  }
}

/** Adds up what each runner reported, by package. */
export function readTestCounts(): Map<string, TestCounts> {
  const counts = new Map<string, TestCounts>();
  for (const path of [...globSync(vitestReports, { cwd: root }).sort(), 'scripts/.reports/vitest.json']) {
    const report = readReport<VitestReport>(path);
    if (report) {
      const { numPassedTests: passed, numFailedTests: failed, numPendingTests: skipped } = report;
      counts.set(dirname(dirname(path)), { passed, failed, skipped });
    }
  }
  const report = readReport<PlaywrightReport>(playwrightReport);
  if (report) {
    const { expected, flaky, unexpected, skipped } = report.stats;
    // Playwright names those that passed only when they were run again, which happens in CI alone.
    counts.set('e2e', { passed: expected + flaky, failed: unexpected, skipped });
  }
  return counts;
}

function readReport<Report>(path: string): Report | undefined {
  const file = join(root, path);
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Report) : undefined;
}
