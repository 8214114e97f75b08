import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { edits, type SourceEdit } from './edits.ts';

// Takes out one defence after the other, each alone, and names the tests that notice. It ends with 1 when none does.

const app = join(import.meta.dirname, '..', '..');
const report = join(app, '.reports', 'undefended.json');
const vitest = join(dirname(createRequire(import.meta.url).resolve('vitest/package.json')), 'vitest.mjs');
const config = join(import.meta.dirname, 'vitest.config.ts');

type Report = Readonly<{
  testResults: readonly Readonly<{ assertionResults: readonly Readonly<{ status: string; title: string }>[] }>[];
}>;

/** Titles of the tests that fail without the defence. */
function noticing({ defence, noticedBy }: SourceEdit): string[] {
  rmSync(report, { force: true });
  const env = { ...process.env, UNDEFENDED: defence };
  spawnSync(process.execPath, [vitest, 'run', '--config', config, `src/${noticedBy}`], { cwd: app, env });
  const { testResults } = JSON.parse(readFileSync(report, 'utf8')) as Report;
  const results = testResults.flatMap(({ assertionResults }) => assertionResults);
  return results.filter(({ status }) => status === 'failed').map(({ title }) => title);
}

for (const edit of edits.filter(({ noticedBy }) => existsSync(join(app, 'src', noticedBy)))) {
  const titles = noticing(edit);
  const lines = [`${titles.length > 0 ? 'noticed' : 'MISSED '}  ${edit.defence}`, ...titles];
  process.stdout.write(`${lines.join('\n           ')}\n`);
  process.exitCode = titles.length > 0 ? (process.exitCode ?? 0) : 1;
}
