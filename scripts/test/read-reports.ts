import { existsSync, globSync, readFileSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { parseTestReport, type TestReport } from './test-report.ts';

/** Removes the reports of an earlier run, so that none is counted twice. */
export function forgetReports(root: string): void {
  for (const path of reportPaths(root).values()) {
    rmSync(join(root, path), { force: true });
  }
}

/** Reads what each runner reported, by package and part; undefined where the report is missing. */
export function readReports(root: string): ReadonlyMap<string, TestReport | undefined> {
  const reports = new Map<string, TestReport | undefined>();
  for (const [name, path] of reportPaths(root)) {
    const file = join(root, path);
    reports.set(name, existsSync(file) ? parseTestReport(readFileSync(file, 'utf8')) : undefined);
  }
  return reports;
}

/** Where each package that has tests, and each part of the browser specs, writes its report. */
function reportPaths(root: string): ReadonlyMap<string, string> {
  const configs = globSync(['{apps,packages}/*/vitest.config.ts', '{labs,scripts}/vitest.config.ts'], {
    cwd: root,
  }).sort();
  const parts = globSync('e2e/specs/*/', { cwd: root })
    .filter((path) => !path.endsWith('.ts'))
    .map((path) => basename(path))
    .sort();
  return new Map([
    ...configs.map((path) => [dirname(path), join(dirname(path), '.reports', 'vitest.json')] as const),
    ...parts.map((part) => [`e2e/specs/${part}`, join('e2e', '.reports', part, 'playwright.json')] as const),
  ]);
}
