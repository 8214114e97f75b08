import { unwatchFile, watchFile } from 'node:fs';
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
    const isDone = await look(context, lab, runner);
    return once ? Number(!isDone) : await watch(context, lab, runner);
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

async function watch(context: Context, lab: Lab, runner: LabRunner): Promise<number> {
  const file = context.learner.fileOf(lab);
  context.say('\nSave your file, and I look again. "npm run lab -- hint" in another terminal helps. Ctrl-C ends.');
  // Runs the app's own file unseen, so that all it needs is loaded when the learner saves hers.
  let last: Promise<unknown> = runner.run(lab, readLabTexts(lab).solution);
  watchFile(file, { interval: lookEveryMs }, ({ mtimeMs, size }, before) => {
    if (size > 0 && (mtimeMs !== before.mtimeMs || size !== before.size)) {
      last = last.then(async () => look(context, lab, runner));
    }
  });
  await new Promise<void>((resolve) => {
    process.once('SIGINT', resolve);
    process.once('SIGTERM', resolve);
  });
  unwatchFile(file);
  await last;
  return 0;
}
