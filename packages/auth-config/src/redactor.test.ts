import { expect, test } from 'vitest';
import { createRedactor } from './redactor.ts';

const token = `eyJhbGciOiJFUzM4NCJ9.eyJzdWIiOiIxIn0.c2ln`;

test.each([
  [`Authorization: Bearer ${token}`, 'Authorization: Bearer [redacted]'],
  ['authorization: basic aWQ6c2VjcmV0', 'authorization: basic [redacted]'],
  [
    'grant_type=client_credentials&client_secret=s3cr3t&x=1',
    'grant_type=client_credentials&client_secret=[redacted]&x=1',
  ],
  [`GET /callback?code=abc&state=1`, 'GET /callback?code=[redacted]&state=1'],
  [`{"access_token":"${token}"}`, '{"access_token":"[redacted]"}'],
  ['nothing to hide', 'nothing to hide'],
])('redactor, given %s, leaves %s', (text, expected) => {
  expect(createRedactor()(text)).toBe(expected);
});

test('redactor, when it knows a secret, masks it plain and percent-encoded', () => {
  const redact = createRedactor(['p@ss/word', '']);

  expect(redact('a p@ss/word b p%40ss%2Fword')).toBe('a [redacted] b [redacted]');
});
