import { spawnSync } from 'node:child_process';
import { forgetReports, readReports } from './read-reports.ts';
import { root, runStep, type StepResult } from './run-step.ts';

type Step = readonly [title: string, args: readonly string[]];

// A build has to know its server; the two addresses are the ones of spa-client's .env.example.
const env = {
  TURBO_TELEMETRY_DISABLED: '1',
  PUBLIC_MEDPLUM_BASE_URL: 'http://localhost:8103/',
  PUBLIC_MEDPLUM_CLIENT_ID: '00000004-0000-4000-8000-000000000001',
  // What passed on one Node has not passed on another.
  NODE_VERSION: process.version,
};

const run = (tasks: readonly string[], ...options: readonly string[]): readonly string[] => [
  'run',
  ...tasks,
  '--ui=stream',
  '--continue',
  ...options,
];
const scripts = '@auth-patterns/scripts';
const checks = ['--output-logs=errors-only', '--concurrency=2'];
// One part at a time: each starts two browsers.
const parts = ['e2e:spa-client', 'e2e:legacy-proxy', 'e2e:device-agent', 'e2e:house'];

const steps: readonly Step[] = [
  ['Who imports whom', ['boundaries']],
  ['Types, unit tests, build', run(['typecheck', 'test', 'build'], ...checks, `--filter=!${scripts}`)],
  // Takes every starter and asks npm for each lockfile: long, and idle for much of it.
  [
    'Types and unit tests of scripts, lint, format, documents',
    run(
      ['typecheck', 'test', 'lint', 'formatted', 'unused', 'documents'],
      ...checks,
      `--filter=${scripts}`,
      '--filter=//',
    ),
  ],
  ['End to end, in a browser', run(parts, '--output-logs=new-only', '--log-prefix=none', '--concurrency=1')],
];

/**
 * Runs all that has changed since it passed, and counts the tests of everything. The steps run at the same time: a test in
 * a browser waits half of the time, and so does a test that starts processes.
 */
async function main(): Promise<number> {
  forgetReports(root);
  console.log(`\n== At the same time:\n${steps.map(([title]) => `   ${title}`).join('\n')}\n`);
  const running = steps.map(async ([title, args]) => [title, await runStep('turbo', args, env)] as const);
  return summary(await Promise.all(running));
}

function summary(results: readonly (readonly [string, StepResult])[]): number {
  console.log('\n== Summary');
  for (const [title, { isOk, seconds }] of results) {
    console.log(`${isOk ? '  ok    ' : '  FAILED'}  ${seconds.toFixed(1).padStart(6)} s  ${title}`);
  }
  const reports = readReports(root);
  showSlowest(reports);
  const total = { passed: 0, failed: 0, skipped: 0, missing: 0 };
  for (const [name, report] of reports) {
    console.log(
      `  ${report ? `${String(report.passed).padStart(5)} passed  ${report.failed} failed` : ' no report'}  ${name}`,
    );
    total.passed += report?.passed ?? 0;
    total.failed += report?.failed ?? 0;
    total.skipped += report?.skipped ?? 0;
    total.missing += report ? 0 : 1;
  }
  sayWhatRanTwice(reports);
  sayWhatFailed(reports);
  sayWhatDidNotRun();
  // A step that failed without a failed test (types, lint, a crashed runner) is one failure, a missing report another.
  const failedSteps = results.filter(([, { isOk }]) => !isOk).length;
  const failed = Math.max(total.failed + total.missing, failedSteps);
  console.log(`\n${total.passed} passed, ${failed} failed${total.skipped ? `, ${total.skipped} skipped` : ''}`);
  return failed > 0 || total.passed === 0 ? 1 : 0;
}

function sayWhatRanTwice(reports: ReturnType<typeof readReports>): void {
  for (const [name, report] of reports) {
    report?.again.forEach((title) => console.log(`\n!! PASSED ONLY ON ITS SECOND TRY: ${name}: ${title}`));
  }
}

/** Far above, between the lines of other tests, nobody finds it. */
function sayWhatFailed(reports: ReturnType<typeof readReports>): void {
  for (const [name, report] of reports) {
    report?.failures.forEach(({ title, reason }) => console.log(`\n!! FAILED: ${name}: ${title}\n   ${reason}`));
  }
}

/** Programs that some tests need, and which tests those are. */
const neededPrograms = {
  'redis-server':
    '*.redis.test.ts and *.redis-server.spec.ts of legacy-proxy (two processes that share sessions and the token)',
  strace: '*.strace.test.ts of device-agent (power fails, and what was not synced is gone)',
};

/** Where such a program is missing, nobody should take silence for a pass. */
function sayWhatDidNotRun(): void {
  for (const [program, tests] of Object.entries(neededPrograms)) {
    if (spawnSync(program, ['--version']).error) {
      console.log(`\n!! NOT RUN: ${tests}. They need ${program}: apt-get install ${program}`);
    }
  }
  console.log('\n!! NOT RUN HERE: the main stories in Firefox and WebKit. They need: npm run e2e -- --other-browsers');
}

/** Names the ten tests that took longest when they were last run. */
function showSlowest(reports: ReturnType<typeof readReports>): void {
  const tests = [...reports].flatMap(([name, report]) => (report?.tests ?? []).map((test) => ({ ...test, name })));
  console.log('\n  The slowest tests:');
  for (const { title, seconds, name } of tests.toSorted((one, other) => other.seconds - one.seconds).slice(0, 10)) {
    console.log(`  ${seconds.toFixed(1).padStart(6)} s  ${name}: ${title}`);
  }
  console.log('');
}

process.exitCode = await main();
