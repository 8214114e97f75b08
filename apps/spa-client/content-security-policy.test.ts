import { expect, test } from 'vitest';
import { contentSecurityPolicy } from './content-security-policy.ts';
import { settings } from './test/stub-server.ts';

const google = { clientId: 'a', url: 'https://accounts.google.com' };
const direct = { issuer: 'https://idp.test/realm', clientId: 'b' };
const identityProvider = { name: 'IdP', authorizeUrl: 'https://idp.test/authorize', clientId: 'c', direct };

const least = contentSecurityPolicy(settings);
const most = contentSecurityPolicy({ ...settings, google, identityProvider });

test('content security policy, of the built page, lets scripts come from and talk to known places only', () => {
  expect(least).toContain("default-src 'none'");
  expect(least).toContain("script-src 'self';");
  expect(least).toContain("connect-src 'self' https://medplum.test/ wss://medplum.test/;");
  expect(least).toContain("frame-src 'none'");
});

test('content security policy, of the built page, allows nothing inline', () => {
  expect(least + most).not.toContain('unsafe');
});

test('[C5] content security policy, with Google, lets in its button and nothing else of Google', () => {
  expect(most).toContain("script-src 'self' https://accounts.google.com/gsi/client;");
  expect(most).toContain('frame-src https://accounts.google.com/gsi/;');
});

test('[C6] content security policy, with token exchange, lets the page talk to the identity provider', () => {
  expect(most).toContain('https://idp.test ');
  expect(least).not.toContain('idp.test');
});
