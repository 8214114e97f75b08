import { expect, test } from 'vitest';
import { countingPlace } from './counting-place.ts';
import { createSigner } from './signer.ts';

const sign = createSigner('one');

test('[L11] counting places, for any number of made-up user names, are no more than 65,536', () => {
  const places = new Set(Array.from({ length: 200_000 }, (_, index) => countingPlace(sign, [`made-up-${index}`])));

  // So many names leave about one place in twenty empty; without a bound there would be as many places as names.
  expect(places.size).toBeGreaterThan(60_000);
  expect(places.size).toBeLessThanOrEqual(65_536);
});

test('[L11] counting place, under another session secret, is another, so nobody can aim at it', () => {
  const placesOf = (secret: string) =>
    Array.from({ length: 20 }, (_, index) => countingPlace(createSigner(secret), [`user-${index}`]));

  expect(placesOf('one')).toEqual(placesOf('one'));
  expect(placesOf('one')).not.toEqual(placesOf('two'));
});
