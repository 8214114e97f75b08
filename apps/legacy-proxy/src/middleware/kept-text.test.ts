import type { Request } from 'express';
import { expect, test } from 'vitest';
import { createTextKeeper, forgetText, keptTextOf } from './kept-text.ts';
import { createSigner } from './signer.ts';

const { carry, keep, markOf } = createTextKeeper(createSigner('a secret'));
const page = '/patients/1';

function requestWith(text: string, writer = markOf('nurse.kim', 'form')): Request {
  return { body: { text, formId: 'form', writer }, session: {} } as unknown as Request;
}

test('[P6] text of one user, is kept for that user and page alone, until it is forgotten', () => {
  const request = requestWith('half a note');
  const carried = carry(request, page);

  expect(keep(request, 'nurse.sol', carried)).toBe(false);
  expect(keptTextOf(request, page)).toBeUndefined();
  expect(keep(request, 'nurse.kim', carried)).toBe(true);
  expect(keptTextOf(request, page)).toEqual({ page, formId: 'form', text: 'half a note' });
  expect(keptTextOf(request, '/patients/2')).toBeUndefined();
  forgetText(request);
  expect(keptTextOf(request, page)).toBeUndefined();
});

test('[P6] text without the mark of its writer, or with that of another form, is not kept', () => {
  for (const writer of ['', markOf('nurse.kim', 'other'), markOf('nurse.ki', 'mform')]) {
    const request = requestWith('half a note', writer);

    expect(keep(request, 'nurse.kim', carry(request, page))).toBe(false);
  }
});

test('[P9] text, empty or longer than a session may hold, is not carried', () => {
  const lengths = [0, 1, 20_000, 20_001].map((length) => carry(requestWith('x'.repeat(length)), page)?.text.length);

  expect(lengths).toEqual([undefined, 1, 20_000, undefined]);
  expect(carry(requestWith(' \n '), page)).toBeUndefined();
  expect(keep(requestWith(''), 'nurse.kim', undefined)).toBe(false);
});
