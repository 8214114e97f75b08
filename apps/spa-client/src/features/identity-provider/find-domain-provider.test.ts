import { expect, test } from 'vitest';
import { createStubServer, noAnswer, outcome, rateLimited } from '#test/stub-server.ts';
import { findDomainProvider } from './find-domain-provider.ts';

const email = 'ada.quinn@hospital.example';

test('[C4] sign-in method, of a domain with an identity provider, names both', async () => {
  const provider = { domain: 'hospital.example', authorizeUrl: 'https://idp.test/authorize?client_id=medplum' };
  const server = createStubServer({ 'auth/method': { body: provider } });

  expect(await findDomainProvider(server.connection().context, email)).toEqual({
    ...provider,
    name: 'hospital.example',
  });
  expect(server.calls('auth/method')).toEqual([JSON.stringify({ email })]);
});

test('[C4] sign-in method, of any other domain, is the password', async () => {
  const server = createStubServer({ 'auth/method': { body: {} } });

  expect(await findDomainProvider(server.connection().context, 'maya@clinic.example')).toBeUndefined();
});

test.each([
  ['an address that is none', outcome(400, 'invalid', 'Valid email address is required'), 'email_refused'],
  ['too many questions', rateLimited, 'too_many_attempts'],
  ['a provider that is set up wrong', outcome(400, 'invalid', 'Failed to construct URL for the domain'), 'refused'],
  ['no answer', noAnswer, 'unreachable'],
])('[C4] sign-in method, on %s, fails with a code that has its own words', async (_name, answer, code) => {
  const server = createStubServer({ 'auth/method': answer });

  await expect(findDomainProvider(server.connection().context, email)).rejects.toMatchObject({ code });
  expect(server.calls('auth/method')).toHaveLength(1);
});
