import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';

const packageUrl = new URL('../', import.meta.url);

/** The file and a piece of the title of the test that each row names in its last column. */
const namedTests = [
  ...readFileSync(new URL('DIFFERENCES.md', packageUrl), 'utf8').matchAll(/\| `(\S+)`: (.+?) *\|$/gm),
];

describe('[M2] DIFFERENCES.md', () => {
  test('table, names a test in each row', () => {
    expect(namedTests.length).toBeGreaterThan(0);
  });

  test.each(namedTests.map(([, file = '', title = '']) => [file, title]))(
    'row, that names %s, names a test: %s',
    (file, title) => {
      expect(readFileSync(new URL(file, packageUrl), 'utf8')).toContain(title);
    },
  );
});
