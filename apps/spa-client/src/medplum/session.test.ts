import { beforeEach, expect, test, vi } from 'vitest';
import { type Answers, createStubServer, noAnswer, outcome, type StubServer } from '#test/stub-server.ts';
import { createAuth } from './auth.ts';
import type { Session } from './session.ts';

async function signedIn(answers: Answers = {}): Promise<Readonly<{ server: StubServer; session: Session }>> {
  const server = createStubServer(answers);
  const { session, connect } = server.auth();
  await server.signIn(await connect());
  return { server, session };
}

// The SDK prints the error of a session that it cannot restore.
beforeEach(() => void vi.spyOn(console, 'error').mockReturnValue());

test('session, of a first visit, is signed out', async () => {
  const { session } = createStubServer().auth();

  await vi.waitFor(() => expect(session.state()).toEqual({ status: 'signed-out', because: 'not-yet' }));
});

test('session, after a reload, is restored from the stored token', async () => {
  await signedIn();

  const { session } = createStubServer().auth();

  expect(session.state().status).toBe('restoring');
  await vi.waitFor(() => expect(session.state().status).toBe('signed-in'));
});

test('session, when Medplum refuses the stored token, has ended', async () => {
  await signedIn();
  const unauthorized = outcome(401, 'login', 'Unauthorized');
  const revoked = { status: 400, body: { error: 'invalid_grant', error_description: 'Token revoked' } };

  const { session } = createStubServer({ 'auth/me': unauthorized, 'oauth2/token': revoked }).auth();

  await vi.waitFor(() => expect(session.state()).toEqual({ status: 'signed-out', because: 'session-ended' }));
});

test('session, when Medplum does not answer, keeps the token and says so instead of waiting for ever', async () => {
  await signedIn();
  const { session } = createStubServer({ 'auth/me': noAnswer }).auth();

  await vi.waitFor(() => expect(session.state().status).toBe('unreachable'));
  expect(window.localStorage.getItem('spa-client:activeLogin')).not.toBeNull();
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
  window.localStorage.setItem('spa-client:logins', JSON.stringify([{ accessToken: 'of-another-user' }]));

  await signedIn();

  expect(JSON.stringify({ ...window.localStorage })).not.toContain('of-another-user');
});

test('[C10] session, told to keep tokens in memory, leaves none in any storage and is gone with the page', async () => {
  const server = createStubServer({}, { tokenStorage: 'memory' });
  const { session, connect } = server.auth();
  await server.signIn(await connect());

  expect(session.state().status).toBe('signed-in');
  expect([window.localStorage.length, window.sessionStorage.length]).toEqual([0, 0]);
  expect(createStubServer({}, { tokenStorage: 'memory' }).auth().session.state().status).toBe('signed-out');
});

test('session, of a first visit, loads nothing and asks nothing', () => {
  const server = createStubServer();

  expect(server.auth().session.state()).toEqual({ status: 'signed-out', because: 'not-yet' });
  expect(server.fetch).not.toHaveBeenCalled();
});

test('[C10] sign-out, while Medplum is asked to revoke, shows nobody’s page any more', async () => {
  let answer: (() => void) | undefined;
  const asked = new Promise<void>((resolve) => (answer = resolve));
  const { session } = await signedIn({ 'oauth2/logout': async () => asked.then(() => ({ body: {} })) });

  const done = session.signOut('idle');
  expect(session.state()).toEqual({ status: 'signing-out' });
  answer?.();
  await done;

  expect(session.state()).toEqual({ status: 'signed-out', because: 'idle' });
});

test('[C10] sign-out, of a session that has ended at Medplum, does not claim that it may be valid there', async () => {
  const { session } = await signedIn({
    'oauth2/logout': outcome(401, 'login', 'Unauthorized'),
  });
  window.localStorage.setItem('spa-client:unrelated', 'x');

  await session.signOut();

  expect(session.state()).toEqual({ status: 'signed-out', because: 'signed-out' });
  expect(window.localStorage).toHaveLength(0);
});

test('[C10] sign-out, told twice, asks once', async () => {
  const { server, session } = await signedIn();

  await Promise.all([session.signOut(), session.signOut('idle')]);

  expect(server.calls('oauth2/logout')).toHaveLength(1);
});

test('[C10] app, opened after it was left alone, signs out and does not show the page of the last user', async () => {
  await signedIn();
  const seen: string[] = [];
  const server = createStubServer();

  const { session } = createAuth({ ...server.deps, hooks: [{ endsBecause: () => 'idle' }] });
  seen.push(session.state().status);
  session.subscribe(() => seen.push(session.state().status));

  await vi.waitFor(() => expect(session.state()).toEqual({ status: 'signed-out', because: 'idle' }));
  expect(seen).not.toContain('signed-in');
  expect(server.calls('oauth2/logout')).toHaveLength(1);
  expect(window.localStorage).toHaveLength(0);
});
