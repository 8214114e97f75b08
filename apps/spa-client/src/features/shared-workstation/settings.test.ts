import { expect, test } from 'vitest';
import { read } from './settings.ts';

test('[C10] workstation settings, without a time-out, sign nobody out', () => {
  expect(read({})).toEqual({ idleTimeoutMinutes: 0 });
});

test('[C10] workstation settings, with a time-out below zero, are refused by name', () => {
  expect(() => read({ PUBLIC_IDLE_TIMEOUT_MINUTES: '-1' })).toThrow('PUBLIC_IDLE_TIMEOUT_MINUTES must be zero or more');
});
