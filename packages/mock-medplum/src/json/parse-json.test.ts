import { expect, test } from 'vitest';
import { maxDepth } from './check-depth.ts';
import { parseJson } from './parse-json.ts';

const nested = (levels: number): string => '['.repeat(levels) + ']'.repeat(levels);

test('[L5] JSON, of as many levels as are allowed, is read as it is', () => {
  expect(JSON.stringify(parseJson(nested(maxDepth)))).toBe(nested(maxDepth));
});

test.each([
  ['arrays', nested(maxDepth + 1)],
  ['objects', '{"a":'.repeat(maxDepth + 1) + '1' + '}'.repeat(maxDepth + 1)],
  ['arrays behind a wide one', `[${'[],'.repeat(1000)}{"a":${nested(maxDepth)}}]`],
  ['a million arrays', nested(1_000_000)],
  ['members named __proto__', '{"__proto__":'.repeat(maxDepth + 1) + '1' + '}'.repeat(maxDepth + 1)],
])('[L5] JSON, of %s too deep to be walked, is refused', (_what, text) => {
  expect(() => parseJson(text)).toThrow('JSON is nested too deep: send at most 100 levels');
});

test('[L5] JSON, with brackets inside of texts, is as deep as its values', () => {
  expect(parseJson(JSON.stringify({ a: '['.repeat(5000), b: '\\"{{{' }))).toEqual({ a: '['.repeat(5000), b: '\\"{{{' });
});
