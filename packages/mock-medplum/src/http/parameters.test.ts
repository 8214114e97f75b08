import { expect, test } from 'vitest';
import { readParameters } from './parameters.ts';

test('parameters, sent as JSON with values that are no text, become text that fits nothing', () => {
  const read = readParameters({ code: 'abc', twice: ['a', 'b'], none: null, nested: [{ toString: '' }], on: true });

  expect(read).toEqual({ code: 'abc', twice: 'a,b', none: 'null', nested: '{"toString":""}', on: 'true' });
});
