import { expect, test } from 'vitest';
import { localPath } from './local-path.ts';

test.each(['/patients/1', '/patients/1?note=2', '/'])('path %s, of this application, is kept', (path) => {
  expect(localPath(path)).toBe(path);
});

test.each([
  'https://evil.example/',
  '//evil.example',
  '/\\evil.example',
  '/\t/evil.example',
  '/.//evil.example',
  '/patients/..//evil.example',
  '\\\\evil.example',
  'javascript:alert(1)',
  'patients/1',
  '',
  undefined,
  ['/patients/1'],
])('[P5] address %j, that leads elsewhere or nowhere, becomes the first page', (value) => {
  expect(localPath(value)).toBe('/');
});
