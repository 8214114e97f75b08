/** What Playwright's JSON report says of one test. */
export type TestOutcome = Readonly<{ title: string; status: string; reason: string | undefined }>;

/** Tests of a file, in Playwright's JSON report. */
export type Suite = Readonly<{ suites?: readonly Suite[]; specs?: readonly Spec[] }>;
type Spec = Readonly<{
  title: string;
  tests: readonly Readonly<{
    status: string;
    annotations: readonly Readonly<{ type: string; description?: string }>[];
  }>[];
}>;

/** Reads the tests of Playwright's JSON report. */
export function readOutcomes(suite: Suite): TestOutcome[] {
  const own = (suite.specs ?? []).flatMap(({ title, tests }) =>
    tests.map(({ status, annotations }) => ({
      title,
      status,
      reason: annotations.find(({ type }) => type === 'skip')?.description,
    })),
  );
  return [...own, ...(suite.suites ?? []).flatMap(readOutcomes)];
}

/**
 * Says which rows of docs/ids.md a run showed, which it showed to fail, and which tests it left out and why.
 *
 * @param rows - Ids of the rows, in their order.
 */
export function rowsReport(server: string, rows: readonly string[], outcomes: readonly TestOutcome[]): string {
  const rowsOf = (title: string): string[] => rows.filter((row) => title.includes(`[${row}]`));
  const passed = outcomes.filter(({ status }) => status === 'expected' || status === 'flaky');
  const failed = outcomes.filter(({ status }) => status === 'unexpected');
  const leftOut = outcomes.filter(({ status }) => status === 'skipped');
  const shown = rows.filter((row) => passed.some(({ title }) => rowsOf(title).includes(row)));
  const reasons = [...new Set(leftOut.map(({ reason }) => reason ?? 'no reason'))];
  const missing = rows.filter((row) => !shown.includes(row));
  return [
    `# On ${server}`,
    '',
    `Medplum’s web app was not asked: a stand-in served its sign-in page, and asked this server’s own \`/auth/login\`.`,
    '',
    `${passed.length} tests passed, ${failed.length} failed, ${leftOut.length} were left out.`,
    '',
    `## Rows shown here: ${shown.length} of ${rows.length}`,
    '',
    ...shown.map((row) => `- ${row}: ${passed.filter(({ title }) => rowsOf(title).includes(row)).length} tests`),
    '',
    '## Rows not shown here',
    '',
    ...missing.map((row) => `- ${row}: ${whyMissing(row, outcomes)}`),
    '',
    '## Failed',
    '',
    ...failed.map(({ title }) => `- ${title}`),
    '',
    '## Left out',
    ...reasons.flatMap((reason) => [
      '',
      reason,
      '',
      ...leftOut.filter((test) => (test.reason ?? 'no reason') === reason).map(({ title }) => `- ${title}`),
    ]),
    '',
  ].join('\n');
}

function whyMissing(row: string, outcomes: readonly TestOutcome[]): string {
  const of = outcomes.filter(({ title }) => title.includes(`[${row}]`));
  if (of.some(({ status }) => status === 'unexpected')) {
    return 'its tests failed';
  }
  return of.length > 0 ? 'its tests were left out' : `no browser test shows it; ${shownBy[row[0] ?? '']}`;
}

/** What shows the rows without a browser test, by the first letter of their ids. */
const shownBy: Readonly<Record<string, string>> = {
  C: 'component tests of spa-client do',
  S: 'tests of the app’s process do, on the mock',
  D: 'tests of the app’s process do, on the mock',
  M: 'it is about the mock, and the contract asks both servers the same',
  V: 'it is about this repository, not about a server',
  W: 'it is about this repository, not about a server',
  X: 'it is about this repository, and provisioning comes before these tests',
};
