import { expect, test } from 'vitest';
import { isSecureUrl } from './secure-url.ts';

test.each(['https://idp.example/authorize', 'http://localhost:8104/authorize', 'http://127.0.0.1/', 'http://[::1]/'])(
  '[L8] address %s is fit to be followed',
  (url) => {
    expect(isSecureUrl(url)).toBe(true);
  },
);

test.each([
  'javascript:alert(1)//https://idp.example',
  ' javascript:alert(1)',
  'JAVASCRIPT:alert(1)',
  'java\nscript:alert(1)',
  'data:text/html,x',
  'blob:https://idp.example/1',
  'vbscript:x',
  'file:///etc/passwd',
  'http://idp.example/authorize',
  '//idp.example',
  '/authorize',
  '',
])('[L8] address "%s" is not followed', (url) => {
  expect(isSecureUrl(url)).toBe(false);
});
