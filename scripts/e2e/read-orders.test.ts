import { expect, test } from 'vitest';
import { readOrders } from './read-orders.ts';

test('[X2] e2e, told which server and which part, leaves the rest to Playwright', () => {
  expect(readOrders(['--medplum', 'http://localhost:8103', 'specs/a.spec.ts', '--part', 'spa-client', '--ui'])).toEqual(
    {
      server: 'http://localhost:8103/',
      part: 'spa-client',
      isForPictures: false,
      args: ['specs/a.spec.ts', '--ui'],
    },
  );
  expect(readOrders(['--screenshots', '--grep', 'C1'])).toEqual({
    server: undefined,
    part: undefined,
    isForPictures: true,
    args: ['--grep', 'C1'],
  });
});

test('[X2] e2e, told no server or one that would get passwords unencrypted, says so', () => {
  expect(() => readOrders(['--medplum'])).toThrow('Say what follows --medplum.');
  expect(() => readOrders(['--medplum', 'http://medplum.example/'])).toThrow(/unencrypted/);
});
