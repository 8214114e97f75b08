import { generateKeyPair } from 'jose';
import { expect, test } from 'vitest';
import { type Answers, createStubServer, origin, outcome, signIdToken } from '#test/stub-server.ts';
import { makeMagicLink, redeemPreAuthorizedCode } from './pre-authorized-code.ts';

const refusedWith = (error: string, text: string): Answers => ({
  'oauth2/token': { status: 400, body: { error, error_description: text } },
});

test('[S8] pre-authorized code, is redeemed with the client id alone, and signs in', async () => {
  const server = createStubServer();

  await redeemPreAuthorizedCode(server.connection().context, 'the-code');

  expect(Object.fromEntries(new URLSearchParams(server.calls('oauth2/token')[0]))).toEqual({
    grant_type: 'urn:ietf:params:oauth:grant-type:pre-authorized_code',
    client_id: 'test-client',
    'pre-authorized_code': 'the-code',
  });
  expect(server.medplum().getProfile()?.id).toBe('maya');
});

test.each([
  ['invalid_grant', 'Token already granted', 'magic_link_used'],
  ['invalid_grant', 'Token revoked', 'magic_link_used'],
  ['invalid_grant', 'Token expired', 'magic_link_expired'],
  ['invalid_request', 'Invalid client', 'magic_link_for_another_app'],
  ['invalid_request', 'Invalid pre-authorized_code', 'magic_link_invalid'],
  ['invalid_request', 'IP address not allowed', 'address_blocked'],
])('[S8] pre-authorized code, refused as %s “%s”, is %s', async (error, text, code) => {
  const { context, medplum } = createStubServer(refusedWith(error, text)).connection();

  await expect(redeemPreAuthorizedCode(context, 'the-code')).rejects.toMatchObject({ code, message: text });
  expect(medplum.getActiveLogin()).toBeUndefined();
});

test('[S8] pre-authorized code, answered with an ID token of another key, signs nobody in', async () => {
  const server = createStubServer();
  const { privateKey } = await generateKeyPair('ES256');
  server.answerWithIdToken(await signIdToken({}, privateKey));
  const { context, medplum } = server.connection();

  await expect(redeemPreAuthorizedCode(context, 'the-code')).rejects.toMatchObject({ code: 'id_token_refused' });
  expect(medplum.getActiveLogin()).toBeUndefined();
});

test('[S8] pre-authorized code, when somebody is signed in, ends that session at Medplum first', async () => {
  const server = createStubServer();
  const { context } = server.connection();
  await server.signIn();

  await redeemPreAuthorizedCode(context, 'the-code');

  expect(server.calls('oauth2/logout')).toHaveLength(1);
  expect(server.medplum().getProfile()?.id).toBe('maya');
});

test('[S8] pre-authorized code, that is no good, leaves the session of whoever is signed in', async () => {
  const server = createStubServer();
  const { context } = server.connection();
  await server.signIn();
  const used = createStubServer(refusedWith('invalid_grant', 'Token already granted')).connection();

  const redeemed = redeemPreAuthorizedCode({ ...context, authorizationServer: used.context.authorizationServer }, 'x');

  await expect(redeemed).rejects.toMatchObject({ code: 'magic_link_used' });
  expect(server.calls('oauth2/logout')).toEqual([]);
  expect(server.medplum().getActiveLogin()).toBeDefined();
});

test('[S8] magic link, made for a member, acts on that member’s behalf and has the code in its fragment', async () => {
  const answer = { preAuthorizedCode: 'c0de', expiresAt: '2030-01-01T00:00:00.000Z' };
  const server = createStubServer({ 'auth/preauthorize': { body: answer } });
  const wanted = { clientId: 'test-client', scope: 'openid', membershipId: 'sam-at-clinic', expiresIn: 900 };

  const link = await makeMagicLink(server.medplum(), origin, wanted);

  expect(link.url).toBe('https://app.test/magic-link#c0de');
  const [, options] = server.fetch.mock.calls.find(([url]) => url.endsWith('auth/preauthorize')) ?? [];
  expect(new Headers(options?.headers).get('X-Medplum-On-Behalf-Of')).toBe('ProjectMembership/sam-at-clinic');
  expect(JSON.parse(server.calls('auth/preauthorize')[0] ?? '')).not.toHaveProperty('membershipId');
});

test('[S8] magic link, for a member who may not read the client, is refused with what to do', async () => {
  const server = createStubServer({ 'auth/preauthorize': outcome(403, 'forbidden', 'Forbidden') });
  const wanted = { clientId: 'test-client', scope: 'openid', membershipId: 'sam-at-clinic', expiresIn: 900 };

  await expect(makeMagicLink(server.medplum(), origin, wanted)).rejects.toMatchObject({
    code: 'magic_link_not_allowed',
  });
});
