import { OperationOutcomeError, tooManyRequests } from '@medplum/core';
import { expect, test } from 'vitest';
import { createPlaces } from './places.ts';

test('[L3] places, when all are taken, are given in order as they come back', async () => {
  const places = createPlaces({ places: 1, waiting: 2 });
  const order: string[] = [];
  const giveBack = await places.take();

  const second = places.take().then((give) => {
    order.push('second');
    give();
  });
  const third = places.take().then(() => order.push('third'));
  order.push('first');
  giveBack();
  giveBack();
  await Promise.all([second, third]);

  expect(order).toEqual(['first', 'second', 'third']);
});

test('[L3] places, when as many wait as may, refuse the next with 429', async () => {
  const places = createPlaces({ places: 1, waiting: 0 });
  await places.take();

  await expect(places.take()).rejects.toEqual(new OperationOutcomeError(tooManyRequests));
});
