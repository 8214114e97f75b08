export type TestTitle = Readonly<{ where: string; title: string }>;

// `test('…'`, `describe('…'`, `test.describe('…'`, and what follows the table of `test.each([…])('…'`, all but inner quotes.
const title = String.raw`(?<quote>['"\`])(?<title>(?:\\.|(?!\k<quote>).)*)\k<quote>`;
const direct = new RegExp(String.raw`\b(?:test|it|describe)(?:\.\w+)*\(\s*${title}`, 'gs');
const afterTable = new RegExp(String.raw`^ *(?:\]|\w+)[^\n]*?\)\(\s*${title}`, 'gms');

/** Reads the titles of the tests and groups in a source. */
export function readTitles(path: string, source: string): readonly TestTitle[] {
  return [...source.matchAll(direct), ...source.matchAll(afterTable)].map(({ index, groups }) => ({
    where: `${path}:${source.slice(0, index).split('\n').length}`,
    title: groups?.['title'] ?? '',
  }));
}
