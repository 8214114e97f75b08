import { beforeEach, expect, test, vi } from 'vitest';
import { createSession, type Session } from './session.ts';
import { redeemCode } from './redeem-code.ts';
import { type Answers, createStubServer, noAnswer, outcome, type StubServer } from './stub-server.ts';

async function signedIn(answers: Answers = {}): Promise<Readonly<{ server: StubServer; session: Session }>> {
  const server = createStubServer(answers);
  const session = createSession(server.medplum);
  await redeemCode(
    { ...server, redirectUri: 'https://app.test/callback' },
    { code: 'a-code', codeVerifier: 'a-verifier' },
  );
  return { server, session };
}

// The SDK prints the error of a session that it cannot restore.
beforeEach(() => void vi.spyOn(console, 'error').mockReturnValue());

test('session, of a first visit, is signed out', async () => {
  const session = createSession(createStubServer().medplum);

  await vi.waitFor(() => expect(session.state()).toEqual({ status: 'signed-out', because: 'not-yet' }));
});

test('session, after a reload, is restored from the stored token', async () => {
  await signedIn();

  const session = createSession(createStubServer().medplum);

  expect(session.state().status).toBe('restoring');
  await vi.waitFor(() => expect(session.state().status).toBe('signed-in'));
});

test('session, when Medplum refuses the stored token, has ended', async () => {
  await signedIn();
  const unauthorized = outcome(401, 'login', 'Unauthorized');
  const revoked = { status: 400, body: { error: 'invalid_grant', error_description: 'Token revoked' } };

  const session = createSession(createStubServer({ 'auth/me': unauthorized, 'oauth2/token': revoked }).medplum);

  await vi.waitFor(() => expect(session.state()).toEqual({ status: 'signed-out', because: 'session-ended' }));
});

test('session, when Medplum does not answer, keeps the token and says so instead of waiting for ever', async () => {
  await signedIn();
  const { medplum } = createStubServer({ 'auth/me': noAnswer });

  const session = createSession(medplum);

  await vi.waitFor(() => expect(session.state().status).toBe('unreachable'));
  expect(medplum.getActiveLogin()).toBeDefined();
});

test('session, when it changes, tells its subscribers', async () => {
  const { session } = await signedIn();
  const listener = vi.fn<() => void>();
  session.subscribe(listener);

  await session.signOut();

  expect(listener).toHaveBeenCalled();
  expect(session.state()).toEqual({ status: 'signed-out', because: 'signed-out' });
});

test('sign-out, revokes the session at Medplum and removes the tokens', async () => {
  const { server, session } = await signedIn();

  await session.signOut();

  expect(server.calls('oauth2/logout')).toHaveLength(1);
  expect(window.localStorage).toHaveLength(0);
});

test('sign-out, on an origin that other apps share, leaves their storage alone', async () => {
  const { session } = await signedIn();
  window.localStorage.setItem('another-app', 'kept');

  await session.signOut();

  expect({ ...window.localStorage }).toEqual({ 'another-app': 'kept' });
});

test('sign-out, when Medplum does not answer, removes the tokens and says that the server still knows them', async () => {
  const { session } = await signedIn({ 'oauth2/logout': noAnswer });

  await session.signOut();

  expect(window.localStorage).toHaveLength(0);
  expect(session.state()).toEqual({ status: 'signed-out', because: 'signed-out-here-only' });
});

test('sign-in, after another user, leaves no token of that user behind', async () => {
  const { server } = await signedIn();
  server.tokenStorage.setObject('logins', [{ accessToken: 'of-another-user' }]);

  await redeemCode({ ...server, redirectUri: 'https://app.test/callback' }, { code: 'next', codeVerifier: 'next' });

  expect(JSON.stringify({ ...window.localStorage })).not.toContain('of-another-user');
});
