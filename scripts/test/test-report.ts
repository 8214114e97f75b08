/** What one runner reported of one package. */
export type TestReport = Readonly<{
  passed: number;
  failed: number;
  skipped: number;
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
    tests: readonly Readonly<{ results: readonly Readonly<{ duration: number }>[] }>[];
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
    tests: report.testResults
      .flatMap(({ assertionResults }) => assertionResults)
      .map(({ title, duration = 0 }) => ({ title, seconds: duration / 1000 })),
  };
}

function ofPlaywright(report: PlaywrightReport): TestReport {
  const { expected: passed, flaky, unexpected, skipped } = report.stats;
  // What passed only when it was run again, which happens in CI alone, has failed once.
  return { passed, failed: unexpected + flaky, skipped, tests: timedTests(report) };
}

function timedTests({ suites = [], specs = [] }: PlaywrightSuite): readonly TimedTest[] {
  const own = specs.map(({ title, tests }) => {
    const durations = tests.flatMap(({ results }) => results).map(({ duration }) => duration);
    return { title, seconds: durations.reduce((sum, one) => sum + one, 0) / 1000 };
  });
  return [...own, ...suites.flatMap(timedTests)];
}
