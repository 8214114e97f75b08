import { readLabTexts } from '#lab/lab-texts.ts';
import { chooseLab, type Context, readLearners } from './context.ts';
import { sayReplaced } from './say-replaced.ts';

/** `reset`: puts the learner's file aside, and writes the problem again. */
export function reset(context: Context, number: string | undefined): number {
  const lab = chooseLab(context, number);
  readLearners(context, lab);
  const { learner, progress, say, now } = context;
  sayReplaced('the problem', learner.shownFileOf(lab), learner.replace(lab, readLabTexts(lab).problem, now()), say);
  progress.note(lab.number, { report: undefined }, now());
  return 0;
}
