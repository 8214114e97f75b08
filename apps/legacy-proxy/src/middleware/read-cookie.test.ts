import type { Request } from 'express';
import { expect, test } from 'vitest';
import { readCookie } from './read-cookie.ts';

test.each([
  ['session=1', '1'],
  ['other=0;  session=1 ; more=2', '1'],
  ['session-of-another=0; session=1', '1'],
  ['session=1; session=2', '1'],
  ['session=a=b', 'a=b'],
  ['session=', ''],
  ['my-session=1', undefined],
  ['session', undefined],
  [undefined, undefined],
])('[P3] cookie, in the header %j, is %j', (cookie, value) => {
  expect(readCookie({ headers: { cookie } } as Request, 'session')).toBe(value);
});
