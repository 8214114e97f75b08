import type { BrowserSettings } from '@auth-patterns/auth-config';
import { expect, test } from 'vitest';
import { contentSecurityPolicy } from './content-security-policy.ts';

const settings: BrowserSettings = {
  baseUrl: 'https://medplum.test/',
  clientId: 'test-client',
  scope: 'openid',
  refreshGraceSeconds: 300,
  tokenStorage: 'local',
};

const least = contentSecurityPolicy(settings, []);
const most = contentSecurityPolicy(settings, [
  { 'script-src': ['https://button.test/script'], 'frame-src': ['https://button.test/frame/'] },
  { 'connect-src': ['https://idp.test'] },
]);

test('content security policy, of the built page, lets scripts come from and talk to known places only', () => {
  expect(least).toContain("default-src 'none'");
  expect(least).toContain("script-src 'self';");
  expect(least).toContain("connect-src 'self' https://medplum.test/ wss://medplum.test/;");
  expect(least).toContain("frame-src 'none'");
});

test('content security policy, of the built page, allows nothing inline', () => {
  expect(least + most).not.toContain('unsafe');
});

test('content security policy, with features that need more, names their places and no others', () => {
  expect(most).toContain("script-src 'self' https://button.test/script;");
  expect(most).toContain('wss://medplum.test/ https://idp.test;');
  expect(most).toContain('frame-src https://button.test/frame/;');
});
