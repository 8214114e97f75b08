import type { Lab } from '#lab/lab.ts';
import type { Report, StepReport } from '#lab/report.ts';
import type { Context } from './context.ts';

const shownRequests = 6;

/** Tells a learner how her file did: each step, what went wrong in words, and what Medplum was asked. */
export function sayReport(
  { lab, isDone, steps, requests, ms }: Report,
  labs: readonly Lab[],
  say: Context['say'],
): void {
  say('');
  for (const step of steps) {
    say(`  ${step.isRight ? '✓' : '✗'} ${step.title}`);
    sayWrong(step, say);
  }
  if (requests.length > 0) {
    say('');
    say('  The last requests to Medplum:');
    for (const { method, path, status, refusedBy } of requests.slice(-shownRequests)) {
      say(`    ${status}  ${method} ${path}`);
      if (refusedBy) {
        say(`         refused by ${refusedBy}`);
      }
    }
  }
  const next = labs.find(({ number }) => number > lab);
  const onward = next ? `npm run lab -- start ${next.number}` : 'that was the last one';
  say(`\n  ${isDone ? `Done, lab ${lab} is green. Next: ${onward}` : 'Not yet.'} (${ms} ms)`);
}

function sayWrong({ isRight, saw, rule, next }: StepReport, say: Context['say']): void {
  if (!isRight) {
    say(`      What the check saw   ${saw}`);
    say(`      What the rule is     ${rule}`);
    say(`      Where to look next   ${next}`);
  }
}
