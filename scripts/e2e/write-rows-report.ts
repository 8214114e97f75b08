import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '#test/run-step.ts';
import { readOutcomes, rowsReport } from './rows-report.ts';

const folder = join(root, 'e2e/.reports/medplum');

/** Writes which rows a run on a real server showed, and returns one line that says where. */
export function writeRowsReport(server: string): string {
  const ids = readFileSync(join(root, 'docs/ids.md'), 'utf8');
  const rows = [...ids.matchAll(/^\| ([CSDMVWX]\d{1,2}) \|/gm)].map(([, id = '']) => id);
  const outcomes = readOutcomes(JSON.parse(readFileSync(join(folder, 'playwright.json'), 'utf8')) as object);
  const text = rowsReport(server, rows, outcomes);
  const path = join(folder, 'rows.md');
  writeFileSync(path, text);
  const [shown = ''] = /^## Rows shown here: .*$/m.exec(text) ?? [];
  return `${shown.replace('## ', '')}. What was shown, failed and left out: ${path}`;
}
