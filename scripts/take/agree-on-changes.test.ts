import { expect, test } from 'vitest';
import { agreeOnChanges } from './agree-on-changes.ts';

const list = (...lines: readonly string[]): string => ['first', '', 'second', '', ...lines, ''].join('\n');
const before = new Map([['list.ts', list('last')]]);
const change = (present: string) => ({
  place: 'list.ts',
  content: list('last', 'added'),
  isNew: false,
  isByHand: true,
  present: Buffer.from(present),
});
const elsewhere = change(list('last').replace('first', '// mine\nfirst'));
const sameLine = change(list('mine'));

test('[X1] file changed by hand, when asked and agreed, gets both changes', async () => {
  const agreed = await agreeOnChanges([elsewhere], before, async () => true);

  expect(agreed?.written.get('list.ts')).toBe(list('last', 'added').replace('first', '// mine\nfirst'));
  expect(agreed?.left).toEqual([]);
});

test.each([
  ['when asked and not agreed', elsewhere, false],
  ['where both changed the same line', sameLine, true],
])('[X1] file changed by hand, %s, stays, and the lines that it lacks are told', async (_when, one, answer) => {
  expect(await agreeOnChanges([one], before, async () => answer)).toEqual({
    written: new Map(),
    left: [{ place: 'list.ts', lines: ['added'] }],
  });
});

test('[X1] changes, when whoever is asked gives up, are none', async () => {
  const changes = [{ ...elsewhere, place: 'new.ts', isByHand: false }, elsewhere];

  expect(await agreeOnChanges(changes, before, async () => undefined)).toBeUndefined();
});
