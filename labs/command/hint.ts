import { readLabGuide } from '#lab/lab-guide.ts';
import { chooseLab, type Context, readLearners } from './context.ts';

/** `hint`: one more hint each time, and those that were shown before. */
export function hint(context: Context, number: string | undefined): number {
  const lab = chooseLab(context, number);
  readLearners(context, lab);
  const { progress, say, now } = context;
  const { hints } = readLabGuide(lab);
  const shown = Math.min((progress.read().labs[lab.number]?.hints ?? 0) + 1, hints.length);
  progress.note(lab.number, { hints: shown }, now());
  hints.slice(0, shown).forEach((text, index) => say(`\nHint ${index + 1} of ${hints.length}\n${text}`));
  if (shown === hints.length) {
    say('\nThese are all. "npm run lab -- solve" shows the solution and why it is one.');
  }
  return 0;
}
