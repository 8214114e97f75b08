import { readLabGuide } from '#lab/lab-guide.ts';
import { readLabTexts } from '#lab/lab-texts.ts';
import { chooseLab, type Context, readLearners } from './context.ts';
import { sayReplaced } from './say-replaced.ts';

/** `solve`: puts the learner's file aside, writes the app's own, and says why it is right. */
export function solve(context: Context, number: string | undefined): number {
  const lab = chooseLab(context, number);
  readLearners(context, lab);
  const { learner, progress, say, now } = context;
  const { reason, questions } = readLabGuide(lab);
  const saved = learner.replace(lab, readLabTexts(lab).solution, now());
  progress.note(lab.number, { isSolved: saved !== undefined }, now());
  sayReplaced('the solution', learner.shownFileOf(lab), saved, say);
  say(`\n${reason}\n\nFor the room:`);
  questions.forEach((question) => say(`- ${question}`));
  return 0;
}
