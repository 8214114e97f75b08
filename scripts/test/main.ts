import { runStep, type StepResult } from './run-step.ts';
import { forgetReports, readTestCounts } from './test-counts.ts';

type Step = readonly [title: string, program: string, args: readonly string[], env?: Readonly<Record<string, string>>];

// A build has to know its server; these values are the ones of spa-client's .env.example.
const builtFor = {
  PUBLIC_MEDPLUM_BASE_URL: 'http://localhost:8103/',
  PUBLIC_MEDPLUM_CLIENT_ID: '00000004-0000-4000-8000-000000000001',
};

const steps: readonly Step[] = [
  [
    'Types, unit tests, build',
    'turbo',
    ['run', 'typecheck', 'test', 'build', '--output-logs=errors-only', '--ui=stream', '--continue', '--concurrency=2'],
    builtFor,
  ],
  ['Lint', 'oxlint', ['--type-aware', '--max-warnings', '0']],
  ['Format', 'oxfmt', ['--check', '.']],
  ['Unused files and packages', 'knip', []],
  ['Who imports whom', 'turbo', ['boundaries']],
  ['Documents and supply chain', 'node', ['scripts/check/main.ts']],
  ['End to end, in a browser', 'node', ['scripts/e2e/main.ts']],
];

async function main(): Promise<number> {
  forgetReports();
  const results: (readonly [string, StepResult])[] = [];
  for (const [title, program, args, env] of steps) {
    console.log(`\n== ${title}`);
    results.push([title, await runStep(program, args, env)]);
  }
  return summary(results);
}

function summary(results: readonly (readonly [string, StepResult])[]): number {
  console.log('\n== Summary');
  for (const [title, { isOk, seconds }] of results) {
    console.log(`${isOk ? '  ok    ' : '  FAILED'}  ${seconds.toFixed(1).padStart(6)} s  ${title}`);
  }
  const total = { passed: 0, failed: 0, skipped: 0 };
  for (const [name, counts] of readTestCounts()) {
    console.log(`  ${String(counts.passed).padStart(5)} passed  ${counts.failed} failed  ${name}`);
    total.passed += counts.passed;
    total.failed += counts.failed;
    total.skipped += counts.skipped;
  }
  // A step that failed without a failed test (types, lint, a crashed runner) is one failure.
  const failedSteps = results.filter(([, { isOk }]) => !isOk).length;
  const failed = Math.max(total.failed, failedSteps);
  console.log(`\n${total.passed} passed, ${failed} failed${total.skipped ? `, ${total.skipped} skipped` : ''}`);
  return failed > 0 || total.passed === 0 ? 1 : 0;
}

process.exitCode = await main();
