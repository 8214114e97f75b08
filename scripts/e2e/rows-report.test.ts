import { expect, test } from 'vitest';
import { readOutcomes, rowsReport, type Suite } from './rows-report.ts';

const outcome = (title: string, status: string, reason?: string): NonNullable<Suite['specs']>[number] => ({
  title,
  tests: [{ status, annotations: reason ? [{ type: 'skip', description: reason }] : [] }],
});
const report: Suite = {
  suites: [
    {
      specs: [
        outcome('[C1] a person signs in', 'expected'),
        outcome('[C9] waits', 'skipped', 'It steers the emulator: clock.'),
      ],
      suites: [{ specs: [outcome('[S1] signs in', 'unexpected')] }],
    },
  ],
};

test('[X2] report of a run on a server, names each row, what failed, and why tests were left out', () => {
  const text = rowsReport('https://medplum.example/', ['C1', 'C9', 'S1', 'D1'], readOutcomes(report));

  expect(text).toContain('1 tests passed, 1 failed, 1 were left out.');
  expect(text).toContain('## Rows shown here: 1 of 4\n\n- C1: 1 tests');
  expect(text).toContain(
    '- C9: its tests were left out\n- S1: its tests failed\n- D1: no browser test shows it; tests of the app’s process do, on the mock',
  );
  expect(text).toContain('## Failed\n\n- [S1] signs in');
  expect(text).toContain('It steers the emulator: clock.\n\n- [C9] waits');
});
