import { expect, test } from 'vitest';
import { localPath } from './local-path.ts';

const origin = 'https://app.test';

test('[C1] return path, when it is a deep link of this app, is kept whole', () => {
  expect(localPath('/patients/1?tab=labs#last', origin)).toBe('/patients/1?tab=labs#last');
});

test.each([
  ['nothing', null],
  ['another scheme', 'javascript:alert(1)'],
  ['another site', 'https://evil.example/me'],
  ['a protocol-relative address', '//evil.example/me'],
  ['a backslash', String.raw`/\evil.example/me`],
  ['two backslashes', String.raw`\\evil.example/me`],
  ['three slashes', '///evil.example/me'],
  ['a line break between the slashes', '/\n/evil.example/me'],
  ['a space before the slashes', ' //evil.example/me'],
  ['a scheme without slashes', 'https:evil.example'],
  ['a user name like the app', 'http://app.test@evil.example/me'],
  ['a tab that browsers drop', '/\t/evil.example/me'],
  ['a path that becomes protocol-relative', '/.//evil.example'],
  ['a path without its slash', 'patients'],
])('[B6] return path, given %s, falls back to the first page', (_name, candidate) => {
  expect(localPath(candidate, origin)).toBe('/');
});
