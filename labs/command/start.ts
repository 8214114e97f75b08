import { readLabGuide } from '#lab/lab-guide.ts';
import { readLabTexts } from '#lab/lab-texts.ts';
import { check } from './check.ts';
import { chooseLab, type Context, UsageError } from './context.ts';

/** `start N`: gives the learner the problem of a lab, tells its story, and begins to watch. */
export async function start(context: Context, number: string | undefined, once: boolean): Promise<number> {
  if (number === undefined) {
    throw new UsageError('Which lab? For example: npm run lab -- start 1');
  }
  const lab = chooseLab(context, number);
  const { learner, progress, say, now, labs } = context;
  const { story, lookAt } = readLabGuide(lab);
  const { problem } = readLabTexts(lab);
  const text = `# Lab ${lab.number} of ${labs.length}: ${lab.title}\n\n${story}\n\n## Look at\n\n${lookAt}\n`;
  const made = learner.begin(lab, problem, text);
  progress.note(lab.number, {}, now());
  say(`\nLab ${lab.number} of ${labs.length} · ${lab.title} · about ${lab.minutes} minutes\n\n${story}\n`);
  say(`Your file: ${learner.shownFileOf(lab)}`);
  say(`  It is ${made === 'made' ? 'a copy of' : 'yours from last time, a copy of'} ${lab.file}.`);
  say(`  The page of this lab, while "npm start" runs: http://localhost:3000/labs/${lab.number}`);
  return check(context, number, once);
}
