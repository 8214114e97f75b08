import { expect, test } from 'vitest';
import { isSameText } from './is-same-text.ts';

test('[P1] token that is expected nowhere, such as that of a form without a session, is matched by nothing', () => {
  expect(['', 'x', 'undefined'].map((given) => isSameText(given, ''))).toEqual([false, false, false]);
});

test('text, the same or another, is told apart', () => {
  expect(['abc', 'abd', 'ab', 'abcd'].map((given) => isSameText(given, 'abc'))).toEqual([true, false, false, false]);
});
