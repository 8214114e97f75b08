import { expect, test } from 'vitest';
import { powerCut } from './power-cut.ts';

test('[F3] agent, when power fails, has everything on the disk that it acknowledged', async () => {
  const { acknowledged, lost } = await powerCut({ seed: 1, messages: 0 });

  expect([acknowledged > 0, lost]).toEqual([true, []]);
}, 180_000);
