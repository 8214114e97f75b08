import { expect, test } from 'vitest';
import { parseTestReport } from './test-report.ts';

test('report, of Vitest, is read with its counts and the seconds of each test', () => {
  const assertionResults = [{ title: 'one', duration: 1500 }, { title: 'two' }];
  const counts = { numPassedTests: 1, numFailedTests: 1, numPendingTests: 0 };

  expect(parseTestReport(JSON.stringify({ ...counts, testResults: [{ assertionResults }] }))).toEqual({
    passed: 1,
    failed: 1,
    skipped: 0,
    again: [],
    tests: [
      { title: 'one', seconds: 1.5 },
      { title: 'two', seconds: 0 },
    ],
  });
});

test('report, of Playwright, adds up the tries of a test, and names one that passed at last', () => {
  const spec = (title: string, ...durations: readonly number[]): object => ({
    title,
    tests: [
      { status: durations.length > 1 ? 'flaky' : 'expected', results: durations.map((duration) => ({ duration })) },
    ],
  });
  const stats = { expected: 1, flaky: 1, unexpected: 0, skipped: 2 };
  const suites = [{ specs: [spec('one', 3000)], suites: [{ specs: [spec('two', 1000, 500)] }] }];

  expect(parseTestReport(JSON.stringify({ stats, suites }))).toEqual({
    passed: 2,
    failed: 0,
    skipped: 2,
    again: ['two'],
    tests: [
      { title: 'one', seconds: 3 },
      { title: 'two', seconds: 1.5 },
    ],
  });
});
