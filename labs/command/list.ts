import type { Pattern } from '#lab/lab.ts';
import type { LabProgress } from '#learner/progress.ts';
import type { Context } from './context.ts';

const patternNames: Readonly<Record<Pattern, string>> = {
  client: 'client side',
  server: 'server side',
  device: 'device',
};

/** `npm run lab`: the labs in their order, with what is done. */
export function list({ labs, progress, say }: Context): number {
  const { current, labs: known } = progress.read();
  say('');
  for (const { number, title, pattern, minutes } of labs) {
    const state = stateOf(known[number], number === current);
    say(
      `  ${String(number).padStart(2)}  ${title.padEnd(34)} ${patternNames[pattern].padEnd(12)} ${minutes} min  ${state}`,
    );
  }
  const next = labs.find(({ number }) => known[number]?.doneAt === undefined);
  say('');
  say(next ? `Next: npm run lab -- start ${next.number}` : 'All of them are done.');
  return 0;
}

function stateOf(lab: LabProgress | undefined, isCurrent: boolean): string {
  if (!lab) {
    return '';
  }
  const done = lab.isSolved ? 'solution shown' : 'done';
  return lab.doneAt ? done : `under way${isCurrent ? ', at hand' : ''}`;
}
