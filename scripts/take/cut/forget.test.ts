import { expect, test } from 'vitest';
import { forget } from './forget.ts';

const isLeftOut = (name: string): boolean => name.startsWith('features/one/') || name === '#features/one';

test('[X1] list, of what is said of files, keeps the entries of those that are taken', () => {
  const text = `export const edits = [
  { defence: 'kept', file: 'core/a.ts' },
  // About the feature.
  { defence: 'gone', file: 'features/one/b.ts' },
  { defence: 'kept, too', by: "import 'features/one/b.ts'" },
];
`;

  expect(forget('edits.ts', text, isLeftOut)).toBe(`export const edits = [
  { defence: 'kept', file: 'core/a.ts' },
  { defence: 'kept, too', by: "import 'features/one/b.ts'" },
];
`);
});

test('[X1] record, of what features have, loses the entry of one that is left out, and what only it used', () => {
  const text = `const attacks = 1;
const others = 2;
export const all = { '#features/one': attacks, '#features/two': others };
`;

  expect(forget('all.ts', text, isLeftOut)).toMatch(
    /^const others = 2;\nexport const all = \{\s+'#features\/two': others \};$/m,
  );
  expect(forget('all.ts', text, isLeftOut)).not.toContain('attacks');
});
