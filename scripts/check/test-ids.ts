import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '#test/run-step.ts';
import { type TestTitle, testTitles } from './test-titles.ts';

const page = 'docs/ids.md';
const anyId = /\[(?<id>[A-Z]\d{1,2})\]/g;
const idsFirst = /^(?:\[[A-Z]\d{1,2}\] ?)+/;

/** Compares the ids in test titles with the page that says what they mean. */
export function testIdProblems(): string[] {
  return problemsOfIds(readFileSync(join(root, page), 'utf8'), testTitles());
}

/** Does the same for one page and some titles. */
export function problemsOfIds(text: string, titles: readonly TestTitle[]): string[] {
  const states = new Map(
    [...text.matchAll(/^\| ([A-Z]\d{1,2}) \|.*\| (\w+) \|$/gm)].map(([, id = '', state]) => [id, state]),
  );
  const used = titles.flatMap(({ where, title }) => idsOf(title).map((id) => ({ where, id })));
  const shown = new Set(used.map(({ id }) => id));
  return [
    ...titles
      .filter(({ title }) => idsOf(title.replace(idsFirst, '')).length > 0)
      .map(({ where, title }) => `${where}: the ids come first in "${title}"`),
    ...used.filter(({ id }) => !states.has(id)).map(({ where, id }) => `${where}: [${id}] has no row in ${page}`),
    ...[...states]
      .filter(([id, state]) => state === 'built' && !shown.has(id))
      .map(([id]) => `${page}: ${id} is built and has no test`),
  ];
}

function idsOf(title: string): readonly string[] {
  return [...title.matchAll(anyId)].map(({ groups }) => groups?.['id'] ?? '');
}
