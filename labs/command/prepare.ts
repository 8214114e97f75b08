import { spawnSync } from 'node:child_process';
import { readLabGuide } from '#lab/lab-guide.ts';
import { readLabTexts } from '#lab/lab-texts.ts';
import type { Context } from './context.ts';

/**
 * `prepare`, the evening before. By the time it runs, Node and all packages are there, since every command of this
 * repository sees to that first. It then tries each lab: the problem has to be red, the solution green.
 */
export async function prepare({ labs, say, startRunner }: Context): Promise<number> {
  say(`Node ${process.version} and all packages are here.`);
  say(
    spawnSync('git', ['--version']).error
      ? 'git is not here: "diff" and the history of a lab will be missing.'
      : 'git is here.',
  );
  const runner = startRunner();
  let broken = 0;
  for (const lab of labs) {
    const { problem, solution } = readLabTexts(lab);
    readLabGuide(lab);
    const before = await runner.run(lab, problem);
    const after = await runner.run(lab, solution);
    const isWell = !before.isDone && after.isDone;
    broken += Number(!isWell);
    say(`  ${isWell ? '✓' : '✗'} lab ${lab.number}, ${lab.title}: first answer after ${before.ms} ms`);
  }
  await runner.close();
  say(
    broken === 0
      ? `All ${labs.length} labs work. From here on, neither they nor "npm start" need a network.`
      : `${broken} labs do not work on this machine: run "npm test" and look at [W1].`,
  );
  return Number(broken > 0);
}
