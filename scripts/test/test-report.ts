/** What one runner reported of one package. */
export type TestReport = Readonly<{
  passed: number;
  failed: number;
  skipped: number;
  /** Titles of those that passed only when they were run again, which happens in CI alone. */
  again: readonly string[];
  tests: readonly TimedTest[];
}>;

export type TimedTest = Readonly<{ title: string; seconds: number }>;

type VitestReport = Readonly<{
  numPassedTests: number;
  numFailedTests: number;
  numPendingTests: number;
  testResults: readonly Readonly<{ assertionResults: readonly Readonly<{ title: string; duration?: number }>[] }>[];
}>;

type PlaywrightSuite = Readonly<{
  suites?: readonly PlaywrightSuite[];
  specs?: readonly Readonly<{
    title: string;
    tests: readonly Readonly<{ status?: string; results: readonly Readonly<{ duration: number }>[] }>[];
  }>[];
}>;

type PlaywrightReport = PlaywrightSuite &
  Readonly<{ stats: Readonly<{ expected: number; unexpected: number; flaky: number; skipped: number }> }>;

/** Reads the JSON that Vitest or Playwright wrote. */
export function parseTestReport(json: string): TestReport {
  const report = JSON.parse(json) as VitestReport | PlaywrightReport;
  return 'stats' in report ? ofPlaywright(report) : ofVitest(report);
}

function ofVitest(report: VitestReport): TestReport {
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests,
    skipped: report.numPendingTests,
    again: [],
    tests: report.testResults
      .flatMap(({ assertionResults }) => assertionResults)
      .map(({ title, duration = 0 }) => ({ title, seconds: duration / 1000 })),
  };
}

function ofPlaywright(report: PlaywrightReport): TestReport {
  const { expected, flaky, unexpected: failed, skipped } = report.stats;
  return { passed: expected + flaky, failed, skipped, again: flakyTests(report), tests: timedTests(report) };
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
