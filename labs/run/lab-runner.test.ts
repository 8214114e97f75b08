import { expect, onTestFinished, test } from 'vitest';
import { allLabs } from '#all-labs.ts';
import { type LabTexts, readLabTexts } from '#lab/lab-texts.ts';
import type { Lab } from '#lab/lab.ts';
import { createLabRunner } from './lab-runner.ts';

const [, , , , storm] = allLabs;

test('[W1] run, of code that never ends, is ended and says what to look for, and the next run works', async () => {
  const runner = createLabRunner(4_000);
  onTestFinished(runner.close);
  const { solution } = textsOf(storm);

  const { isDone, steps } = await runner.run(labOf(storm), `while (true) {}\n${solution}`);
  const next = await runner.run(labOf(storm), `throw new Error('broken');\n${solution}`);

  expect([isDone, steps[0]?.title]).toEqual([false, 'Your code comes to an end']);
  expect(next.steps[0]?.saw).toBe('Error: broken');
});

test('[P10] run, of code that throws a token and a secret, shows neither', async () => {
  const runner = createLabRunner(28_000);
  onTestFinished(runner.close);
  const token = 'eyJhbGciOiJub25lIn0.eyJzdWIiOiJtYXlhIn0.signature';
  const leak = `throw new Error('got ${token} for client_secret=canary-of-labs');`;

  const report = await runner.run(labOf(storm), `${textsOf(storm).solution}\n${leak}`);

  expect(report.steps[0]?.saw).toContain('Error: got [redacted]');
  expect(JSON.stringify(report)).not.toMatch(/eyJhbG|canary-of-labs/);
});

function labOf(lab: Lab | undefined): Lab {
  if (!lab) {
    throw new Error('no lab');
  }
  return lab;
}

function textsOf(lab: Lab | undefined): LabTexts {
  return readLabTexts(labOf(lab));
}
