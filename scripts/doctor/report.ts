import { printable, type Redactor } from '@auth-patterns/auth-config';
import type { Finding, Verdict } from './finding.ts';
import { whereToRead } from './where-to-read.ts';

/** What was found about this machine, or about one app. */
export type Section = Readonly<{ about: string; findings: readonly Finding[] }>;

const words: Readonly<Record<Verdict, string>> = { ok: 'ok', note: 'note', fault: 'FAULT', 'not-checked': '-' };

/** How many findings have a verdict. */
export function count(sections: readonly Section[], verdict: Verdict): number {
  return sections.flatMap(({ findings }) => findings).filter((finding) => finding.verdict === verdict).length;
}

/** For a person: a block for each section, and below each finding that is not ok what to do and where to read. */
export function reportText(sections: readonly Section[], redact: Redactor): string {
  const blocks = sections.map(({ about, findings }) => [about, ...findings.flatMap(linesOf)].join('\n'));
  const counts = [
    plural(count(sections, 'fault'), 'fault'),
    `${count(sections, 'ok')} ok`,
    plural(count(sections, 'note'), 'note'),
    `${count(sections, 'not-checked')} not checked`,
  ];
  return redact(`${[...blocks, `${counts.join(', ')}.`].join('\n\n')}\n`);
}

/** For programs: `{ ok, sections: [{ about, findings: [{ check, verdict, text, fix?, read? }] }] }`. */
export function reportJson(sections: readonly Section[], redact: Redactor): string {
  const safe = (text: string): string => printable(redact(text));
  const all = sections.map(({ about, findings }) => ({
    about,
    findings: findings.map(({ fix, ...finding }) => ({
      ...finding,
      text: safe(finding.text),
      ...(fix !== undefined && { fix: safe(fix) }),
      ...(finding.verdict !== 'ok' && { read: whereToRead[finding.check] }),
    })),
  }));
  return `${JSON.stringify({ ok: count(sections, 'fault') === 0, sections: all }, null, 2)}\n`;
}

function linesOf({ check, verdict, text, fix }: Finding): string[] {
  const under = (word: string, what: string): string => `${' '.repeat(9)}${word.padEnd(14)}${printable(what)}`;
  return [
    `  ${words[verdict].padEnd(7)}${check.padEnd(14)}${printable(text)}`,
    ...(fix === undefined ? [] : [under(verdict === 'not-checked' ? 'needs' : 'do', fix)]),
    ...(verdict === 'ok' || verdict === 'not-checked' ? [] : [under('read', whereToRead[check])]),
  ];
}

function plural(number: number, word: string): string {
  return `${number} ${word}${number === 1 ? '' : 's'}`;
}
