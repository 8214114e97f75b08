import { expect, test } from 'vitest';
import { contentSecurityPolicy } from './content-security-policy.ts';

const policy = contentSecurityPolicy('https://medplum.test/');

test('content security policy, of the built page, lets scripts come from and talk to known places only', () => {
  expect(policy).toContain("default-src 'none'");
  expect(policy).toContain("script-src 'self';");
  expect(policy).toContain("connect-src 'self' https://medplum.test/");
});

test('content security policy, of the built page, allows nothing inline', () => {
  expect(policy).not.toContain('unsafe');
});
