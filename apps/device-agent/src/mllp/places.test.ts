import { expect, test } from 'vitest';
import { createPlaces, type Guest } from './places.ts';

function guests() {
  const gone: string[] = [];
  const guest = (name: string, since: number, isProven = true): Guest => ({
    isProven: () => isProven,
    since: () => since,
    yieldPlace: () => void gone.push(name),
  });
  return { gone, guest };
}

test('[L4] places, when all are taken, give the place of the longest idle connection to the newcomer', () => {
  const { gone, guest } = guests();
  const places = createPlaces(2);

  [guest('busy', 9), guest('idle', 3), guest('new', 10), guest('newer', 11)].forEach(places.take);

  expect(gone).toEqual(['idle', 'busy']);
});

test('[L4] places, when all are taken, are given up first by who never sent a message', () => {
  const { gone, guest } = guests();
  const places = createPlaces(3);

  [guest('analyzer', 1), guest('older', 5, false), guest('younger', 7, false)].forEach(places.take);
  places.take(guest('new', 9, false));

  expect(gone).toEqual(['older']);
});

test('places, when somebody has left, ask nobody to go', () => {
  const { gone, guest } = guests();
  const places = createPlaces(1);
  const first = guest('first', 1);
  places.take(first);

  places.leave(first);
  places.take(guest('second', 2));

  expect(gone).toEqual([]);
});
