import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chooseLab, type Context, readLearners } from './context.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** `diff`: what separates the learner's file from the app's own. */
export function diff(context: Context, number: string | undefined): number {
  const lab = chooseLab(context, number);
  readLearners(context, lab);
  const { learner, say } = context;
  const files = [learner.fileOf(lab), join(root, lab.file)];
  const { stdout, error } = spawnSync('git', ['diff', '--no-index', '--no-color', ...files], { encoding: 'utf8' });
  if (error) {
    say(`git is needed to compare them. The files: ${files.join(' and ')}`);
    return 1;
  }
  const lines = stdout.split('\n').filter((line) => !/^(diff|index|---|\+\+\+) /.test(line));
  say(
    stdout ? `- yours, + the app's own, ${lab.file}\n${lines.join('\n')}` : 'Your file is the same as the app’s own.',
  );
  return 0;
}
