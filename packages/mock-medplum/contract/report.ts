import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Group } from './case.ts';
import type { Verdict } from './judge.ts';

const outcomes = ['same', 'stricter', 'not yet', 'not there', 'different'] as const;

/** The Medplum whose answers the cases tell. */
const comparedWith = 'main at ca6e7b290, 15 commits after the release 5.1.29';

/** Counts the verdicts in one line. */
export function totals(verdicts: readonly Verdict[]): string {
  const count = (outcome: Verdict['outcome']): number => verdicts.filter((one) => one.outcome === outcome).length;
  return `${verdicts.length} cases: ${outcomes.map((outcome) => `${count(outcome)} ${outcome}`).join(', ')}`;
}

/** Writes a table with one line a case. */
export function writeReport(
  path: string,
  server: string,
  groups: readonly Group[],
  verdicts: readonly Verdict[],
): void {
  const byId = new Map(verdicts.map((verdict) => [verdict.case.id, verdict]));
  const sections = groups.map(({ title, cases }) => {
    const rows = cases.map(({ id, name }) => {
      const { outcome = 'not run', note = '' } = byId.get(id) ?? {};
      return `| ${id} | ${cell(name)} | ${outcome} | ${cell(note)} |`;
    });
    return `## ${title}\n\n| Id | When | Answer | |\n| --- | --- | --- | --- |\n${rows.join('\n')}\n`;
  });
  const text = `# Contract: ${server} beside Medplum ${comparedWith}\n\n${totals(verdicts)}\n\n${sections.join('\n')}`;
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll('\n', ' ');
}
