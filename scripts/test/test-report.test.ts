import { expect, test } from 'vitest';
import { parseTestReport } from './test-report.ts';

test('report, of Vitest, is read with its counts, the seconds of each test, second tries and failures', () => {
  const failureMessages = ['AssertionError: \u001B[31mexpected 1 to be 2\u001B[39m\n    at one.ts'];
  const assertionResults = [
    { title: 'one', status: 'passed', duration: 1500, failureMessages: [] },
    { title: 'two', status: 'passed', failureMessages },
    { title: 'three', status: 'failed', failureMessages },
  ];
  const testResults = [
    { name: 'a.test.ts', message: '', assertionResults },
    { name: 'b.test.ts', message: 'SyntaxError: no', assertionResults: [] },
  ];
  const counts = { numPassedTests: 2, numFailedTests: 1, numPendingTests: 0 };

  expect(parseTestReport(JSON.stringify({ ...counts, testResults }))).toEqual({
    passed: 2,
    failed: 1,
    skipped: 0,
    again: ['two'],
    tests: [
      { title: 'one', seconds: 1.5 },
      { title: 'two', seconds: 0 },
      { title: 'three', seconds: 0 },
    ],
    failures: [
      { title: 'three', reason: 'AssertionError: expected 1 to be 2' },
      { title: 'b.test.ts', reason: 'SyntaxError: no' },
    ],
  });
});

test('report, of Playwright, adds up the tries of a test, and names what passed at last and what failed', () => {
  const error = { message: 'Error: not there\n  at a.spec.ts' };
  const spec = (title: string, status: string, ...durations: readonly number[]): object => ({
    title,
    tests: [{ status, results: durations.map((duration) => ({ duration, ...(status !== 'expected' && { error }) })) }],
  });
  const stats = { expected: 1, flaky: 1, unexpected: 1, skipped: 2 };
  const suites = [
    { specs: [spec('one', 'expected', 3000)], suites: [{ specs: [spec('two', 'flaky', 1000, 500)] }] },
    { specs: [spec('three', 'unexpected', 2000)] },
  ];

  expect(parseTestReport(JSON.stringify({ stats, suites }))).toEqual({
    passed: 2,
    failed: 1,
    skipped: 2,
    again: ['two'],
    tests: [
      { title: 'one', seconds: 3 },
      { title: 'two', seconds: 1.5 },
      { title: 'three', seconds: 2 },
    ],
    failures: [{ title: 'three', reason: 'Error: not there' }],
  });
});
