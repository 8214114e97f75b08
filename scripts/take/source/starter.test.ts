import { expect, test } from 'vitest';
import { root } from '#test/run-step.ts';
import { readRepository } from './repository.ts';
import { readStarter, starterNames } from './starter.ts';

const repository = readRepository(root);

test.each(starterNames(repository))('[X1] features of %s, when one chooses among them, each have a line', (app) => {
  const { features } = readStarter(repository, app);

  expect(features.length).toBeGreaterThan(5);
  expect(features.filter(({ text }) => text.length < 10 || /[`\]]/.test(text))).toEqual([]);
});
