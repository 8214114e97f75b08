import { stripVTControlCharacters } from 'node:util';

/** What one runner reported of one package. */
export type TestReport = Readonly<{
  passed: number;
  failed: number;
  skipped: number;
  /** Titles of those that passed only when they were run again, which happens in CI alone. */
  again: readonly string[];
  tests: readonly TimedTest[];
  /** Those that failed, each with the first line of what its runner said. */
  failures: readonly Failure[];
}>;

export type TimedTest = Readonly<{ title: string; seconds: number }>;

export type Failure = Readonly<{ title: string; reason: string }>;

type VitestReport = Readonly<{
  numPassedTests: number;
  numFailedTests: number;
  numPendingTests: number;
  testResults: readonly Readonly<{ name: string; message: string; assertionResults: readonly Assertion[] }>[];
}>;

type Assertion = Readonly<{ title: string; status: string; duration?: number; failureMessages: readonly string[] }>;

type PlaywrightSuite = Readonly<{
  suites?: readonly PlaywrightSuite[];
  specs?: readonly Readonly<{
    title: string;
    tests: readonly Readonly<{ status?: string; results: readonly PlaywrightResult[] }>[];
  }>[];
}>;

type PlaywrightResult = Readonly<{ duration: number; error?: Readonly<{ message?: string }> }>;

type PlaywrightReport = PlaywrightSuite &
  Readonly<{ stats: Readonly<{ expected: number; unexpected: number; flaky: number; skipped: number }> }>;

/** Reads the JSON that Vitest or Playwright wrote. */
export function parseTestReport(json: string): TestReport {
  const report = JSON.parse(json) as VitestReport | PlaywrightReport;
  return 'stats' in report ? ofPlaywright(report) : ofVitest(report);
}

function ofVitest(report: VitestReport): TestReport {
  const assertions = report.testResults.flatMap(({ assertionResults }) => assertionResults);
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests,
    skipped: report.numPendingTests,
    // What passed keeps the message of an earlier try.
    again: assertions
      .filter(({ status, failureMessages }) => status === 'passed' && failureMessages.length > 0)
      .map(({ title }) => title),
    tests: assertions.map(({ title, duration = 0 }) => ({ title, seconds: duration / 1000 })),
    failures: [
      ...assertions
        .filter(({ status }) => status === 'failed')
        .map(({ title, failureMessages: [message = ''] }) => ({ title, reason: firstLine(message) })),
      // A file that could not be loaded has a message and no test.
      ...report.testResults
        .filter(({ message, assertionResults }) => message && assertionResults.length === 0)
        .map(({ name, message }) => ({ title: name, reason: firstLine(message) })),
    ],
  };
}

function ofPlaywright(report: PlaywrightReport): TestReport {
  const { expected, flaky, unexpected: failed, skipped } = report.stats;
  return {
    passed: expected + flaky,
    failed,
    skipped,
    again: flakyTests(report),
    tests: timedTests(report),
    failures: failedTests(report),
  };
}

function flakyTests({ suites = [], specs = [] }: PlaywrightSuite): readonly string[] {
  const own = specs.filter(({ tests }) => tests.some(({ status }) => status === 'flaky'));
  return [...own.map(({ title }) => title), ...suites.flatMap(flakyTests)];
}

function timedTests({ suites = [], specs = [] }: PlaywrightSuite): readonly TimedTest[] {
  const own = specs.map(({ title, tests }) => {
    const durations = tests.flatMap(({ results }) => results).map(({ duration }) => duration);
    return { title, seconds: durations.reduce((sum, one) => sum + one, 0) / 1000 };
  });
  return [...own, ...suites.flatMap(timedTests)];
}

function failedTests({ suites = [], specs = [] }: PlaywrightSuite): readonly Failure[] {
  const own = specs.flatMap(({ title, tests }) =>
    tests
      .filter(({ status }) => status === 'unexpected')
      .map(({ results }) => ({ title, reason: firstLine(results.at(-1)?.error?.message ?? '') })),
  );
  return [...own, ...suites.flatMap(failedTests)];
}

const firstLine = (text: string): string => stripVTControlCharacters(text).split('\n', 1)[0] ?? '';
