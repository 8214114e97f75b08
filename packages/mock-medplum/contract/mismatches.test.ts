import { describe, expect, test } from 'vitest';
import type { Answer } from './answer.ts';
import type { Expected } from './case.ts';
import { mismatches } from './mismatches.ts';

const answer: Answer = {
  status: 400,
  headers: new Headers({ etag: 'W/"1"' }),
  setCookies: [],
  body: { error: 'invalid_request', error_description: 'Invalid code', entry: [{ id: 'a' }, { id: 'b' }] },
};

function among(expected: Partial<Expected>): string[] {
  return mismatches(answer, { status: 400, ...expected });
}

describe('mismatches', () => {
  test.each<[string, Partial<Expected>]>([
    ['status', { status: 401 }],
    ['text', { says: 'invalid_request: Invalid client' }],
    ['set of members', { members: 'error' }],
    ['value', { body: { error: 'invalid_grant' } }],
    ['value that should be absent', { body: { error: undefined } }],
    ['length of a list', { body: { entry: [{}] } }],
    ['entry of a list', { body: { entry: [{ id: 'a' }, { id: 'c' }] } }],
    ['header', { headers: { etag: 'W/"2"' } }],
    ['header that should be absent', { headers: { etag: undefined } }],
    ['claim of a token that is not there', { accessToken: { sub: 'x' } }],
  ])('answer, with another %s, is told', (_what, expected) => {
    expect(among(expected)).toHaveLength(1);
  });

  test('answer, as expected in every part that is named, has none', () => {
    expect(
      among({
        says: /Invalid code$/,
        members: 'entry error error_description',
        body: { entry: [{ id: 'a' }, { id: /b/, more: undefined }] },
        headers: { etag: /^W/, location: undefined },
      }),
    ).toEqual([]);
  });
});
