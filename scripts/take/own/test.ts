import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { root, runStep } from '#test/run-step.ts';
import { parseTestReport } from '#test/test-report.ts';

const reports = ['.reports/vitest.json', 'e2e/.reports/playwright.json'].map((path) => join(root, path));

const steps = [
  ['Types', 'tsc', ['-p', '.']],
  ['Types of the tests in a browser', 'tsc', ['-p', 'e2e']],
  ['Types of the scripts', 'tsc', ['-p', 'scripts']],
  ['Lint', 'oxlint', ['--type-aware', '--max-warnings', '0']],
  ['Unit tests', 'vitest', ['run']],
  ['In a browser', 'node', ['scripts/e2e/main.ts']],
] as const;

/** Checks types and lint, runs the tests, and counts them in the last line. */
async function main(): Promise<number> {
  reports.forEach((path) => rmSync(path, { force: true }));
  let failedSteps = 0;
  for (const [title, program, args] of steps) {
    console.log(`\n== ${title}`);
    const { isOk } = await runStep(program, args);
    failedSteps += isOk ? 0 : 1;
  }
  const read = reports.filter((path) => existsSync(path)).map((path) => parseTestReport(readFileSync(path, 'utf8')));
  const passed = read.reduce((sum, report) => sum + report.passed, 0);
  // A step that failed without a failed test, such as types, is one failure.
  const failed = Math.max(
    read.reduce((sum, report) => sum + report.failed, 0),
    failedSteps,
  );
  console.log(`\n${passed} passed, ${failed} failed`);
  return failed > 0 || passed === 0 ? 1 : 0;
}

process.exitCode = await main();
