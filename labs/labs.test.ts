import { afterAll, describe, expect, test } from 'vitest';
import { allLabs } from '#all-labs.ts';
import { readLabTexts } from '#lab/lab-texts.ts';
import { createLabRunner } from '#run/lab-runner.ts';

// Longer than a learner would wait: the machine may have other work.
const runner = createLabRunner(28_000);
afterAll(runner.close);

describe.each(allLabs)('[W1] lab $number, $title', (lab) => {
  const { problem, solution } = readLabTexts(lab);

  test('problem, as a learner finds it, fails at the step and for the reason that the lab names', async () => {
    const { isDone, steps } = await runner.run(lab, problem);

    const last = steps.at(-1);
    expect([isDone, last?.title, last?.isRight]).toEqual([false, lab.fails.step, false]);
    expect(last?.saw).toContain(lab.fails.saw);
  });

  test('solution, which is the app as it is, passes every step', async () => {
    const { isDone, steps } = await runner.run(lab, solution);

    expect(steps.filter(({ isRight }) => !isRight)).toEqual([]);
    expect([isDone, steps.length > 0]).toEqual([true, true]);
  });
});
