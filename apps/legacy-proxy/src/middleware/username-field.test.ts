import type { Request } from 'express';
import { expect, test } from 'vitest';
import { usernameField } from './username-field.ts';

test.each([
  ['  Nurse.KIM ', 'nurse.kim'],
  ['x'.repeat(64), 'x'.repeat(64)],
  ['x'.repeat(65), ''],
])('[L11] user name %j, in the sign-in form, counts as %j', (username, counted) => {
  expect(usernameField({ body: { username } } as Request)).toBe(counted);
});
