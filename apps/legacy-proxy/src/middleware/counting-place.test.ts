import { expect, test } from 'vitest';
import { countingPlace } from './counting-place.ts';
import { createSigner } from './signer.ts';

const sign = createSigner('one');

test('[L11] counting places, for any number of made-up user names, are no more than 65,536', () => {
  const places = new Set(Array.from({ length: 70_000 }, (_, index) => countingPlace(sign, [`made-up-${index}`])));

  // So many names leave about a third of the places empty; without a bound there would be as many places as names.
  expect(places.size).toBeGreaterThan(40_000);
  expect(places.size).toBeLessThanOrEqual(65_536);
});

test('[L11] counting places, of parts that are the same letters in one row, are as many as the parts', () => {
  const cut = (at: number) => countingPlace(sign, ['203.0.113.7nurse'.slice(0, at), '203.0.113.7nurse'.slice(at)]);

  expect(new Set([cut(9), cut(10), cut(11), cut(12)]).size).toBe(4);
});

test('[L11] counting place, under another session secret, is another, so nobody can aim at it', () => {
  const placesOf = (secret: string) =>
    Array.from({ length: 20 }, (_, index) => countingPlace(createSigner(secret), [`user-${index}`]));

  expect(placesOf('one')).toEqual(placesOf('one'));
  expect(placesOf('one')).not.toEqual(placesOf('two'));
});
