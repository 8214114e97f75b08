import { expect, test } from 'vitest';
import { constantsIn } from './constants.ts';

test('constants, in upper case, are named; types, and names that a library chose, are not', () => {
  const text = [
    'export const MAX_BYTES = 1;',
    'const maxBytes = 1;',
    '  const NOW = 2;',
    'const { CREATE } = AccessPolicyInteraction;',
    'type URI = string;',
  ].join('\n');

  expect(constantsIn('a.ts', text)).toEqual(['a.ts:1 MAX_BYTES is not camelCase', 'a.ts:3 NOW is not camelCase']);
});
