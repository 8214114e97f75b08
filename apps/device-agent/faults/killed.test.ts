import { expect, test } from 'vitest';
import { killed } from './killed.ts';

test('[F2] agent, killed once in each state of its queue, loses nothing and stores nothing twice', async () => {
  const { acknowledged, stored, lost, twice } = await killed({ seed: 1, messages: 0 });

  expect({ stored, lost, twice }).toEqual({ stored: acknowledged, lost: [], twice: [] });
}, 180_000);
