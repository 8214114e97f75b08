import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { forgetReports, readReports } from './read-reports.ts';

const vitest = JSON.stringify({ numPassedTests: 2, numFailedTests: 0, numPendingTests: 0, testResults: [] });
const playwright = JSON.stringify({ stats: { expected: 3, unexpected: 0, flaky: 0, skipped: 0 } });

const files = {
  'apps/one/vitest.config.ts': '',
  'apps/one/.reports/vitest.json': vitest,
  'packages/two/vitest.config.ts': '',
  'e2e/specs/canary.spec.ts': '',
  'e2e/specs/one/a.spec.ts': '',
  'e2e/.reports/one/playwright.json': playwright,
};

function makeTree(): string {
  const root = mkdtempSync(join(tmpdir(), 'reports-'));
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  return root;
}

test('reports, of packages with tests and folders with specs, are read, and a missing one is known', () => {
  const root = makeTree();

  const counts = [...readReports(root)].map(([name, report]) => [name, report?.passed]);

  expect(counts).toEqual([
    [join('apps', 'one'), 2],
    [join('packages', 'two'), undefined],
    ['e2e/specs/one', 3],
  ]);
  rmSync(root, { recursive: true });
});

test('reports, once forgotten, are all missing', () => {
  const root = makeTree();

  forgetReports(root);

  expect([...readReports(root).values()]).toEqual([undefined, undefined, undefined]);
  rmSync(root, { recursive: true });
});
