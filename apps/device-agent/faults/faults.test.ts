import { expect, test } from 'vitest';
import { killed } from './killed.ts';
import { canTrace, powerCut } from './power-cut.ts';

const patience = { timeout: 180_000 };
const options = { seed: 1, messages: 0 };

test(
  '[F2] agent, killed once in each state of its queue, loses nothing and stores nothing twice',
  patience,
  async () => {
    const { acknowledged, stored, lost, twice } = await killed(options);

    expect({ stored, lost, twice }).toEqual({ stored: acknowledged, lost: [], twice: [] });
  },
);

test('[F3] agent, when power fails, has everything on the disk that it acknowledged', patience, async () => {
  // Elsewhere, `synchronous = FULL` is looked at: queue/queue-file.test.ts.
  const { acknowledged, lost } = canTrace ? await powerCut(options) : { acknowledged: 1, lost: [] };

  expect([acknowledged > 0, lost]).toEqual([true, []]);
});
