import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { allLabs } from '#all-labs.ts';
import { readLabGuide } from './lab-guide.ts';

const answers = readFileSync(new URL('../../docs/workshop/answers.md', import.meta.url), 'utf8').replaceAll(
  /\s+/g,
  ' ',
);

test.each(allLabs)('[W1] page of answers has both questions of lab $number, word for word', (lab) => {
  const { questions } = readLabGuide(lab);

  expect(questions.filter((question) => !answers.includes(`**${question}**`))).toEqual([]);
  expect(questions).toHaveLength(2);
});
