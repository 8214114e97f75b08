import { statSync } from 'node:fs';
import { readLabTexts } from '#lab/lab-texts.ts';
import type { Lab } from '#lab/lab.ts';
import type { LabRunner } from '#run/lab-runner.ts';
import { chooseLab, type Context, readLearners } from './context.ts';
import { sayReport } from './say-report.ts';

/** A file is looked at this often, in milliseconds. It works on every disk, where events of the system do not. */
const lookEveryMs = 200;

/** `check`: tries the learner's file now and whenever it is saved, until Ctrl-C. With `--once`, tries it once. */
export async function check(context: Context, number: string | undefined, once: boolean): Promise<number> {
  const lab = chooseLab(context, number);
  readLearners(context, lab);
  const runner = context.startRunner();
  try {
    // What is saved while the first look lasts is looked at after it.
    const seen = stateOf(context.learner.fileOf(lab));
    const isDone = await look(context, lab, runner);
    return once ? Number(!isDone) : await watch(context, lab, runner, seen);
  } finally {
    await runner.close();
  }
}

async function look(context: Context, lab: Lab, runner: LabRunner): Promise<boolean> {
  const { progress, say, now } = context;
  const report = await runner.run(lab, readLearners(context, lab));
  const { doneAt } = progress.read().labs[lab.number] ?? {};
  const done = report.isDone ? { doneAt: doneAt ?? now().toISOString() } : {};
  progress.note(lab.number, { ...done, report }, now());
  sayReport(report, context.labs, say);
  return report.isDone;
}

async function watch(context: Context, lab: Lab, runner: LabRunner, first: string): Promise<number> {
  const file = context.learner.fileOf(lab);
  context.say('\nSave your file, and I look again. "npm run lab -- hint" in another terminal helps. Ctrl-C ends.');
  // Runs the app's own file unseen, so that all it needs is loaded when the learner saves hers.
  let last: Promise<unknown> = runner.run(lab, readLabTexts(lab).solution);
  let seen = first;
  const timer = setInterval(() => {
    const state = stateOf(file);
    if (state !== '' && state !== seen) {
      seen = state;
      last = last.then(async () => look(context, lab, runner));
    }
  }, lookEveryMs);
  await new Promise<void>((resolve) => {
    process.once('SIGINT', resolve);
    process.once('SIGTERM', resolve);
  });
  clearInterval(timer);
  await last;
  return 0;
}

/** Differs after each save; empty while an editor writes the file anew. */
function stateOf(file: string): string {
  const stat = statSync(file, { throwIfNoEntry: false });
  return stat?.size ? `${stat.mtimeMs} ${stat.size}` : '';
}
