import { expect, test } from 'vitest';
import type { LoginStep } from '#login/login-step.ts';
import { codeChallengeOf } from '#medplum/code-flow.ts';
import {
  type Answers,
  createStubServer,
  noAnswer,
  outcome,
  rateLimited,
  settings,
  type StubServer,
} from '#test/stub-server.ts';
import { signInWithPassword } from './password-sign-in.ts';

const credentials = { email: 'maya@clinic.example', password: 'correct-horse' };

async function signIn(server: StubServer): Promise<LoginStep> {
  return signInWithPassword(server.connection().context, credentials);
}

const twoProfiles: Answers = {
  'auth/login': {
    body: {
      login: 'a-login',
      memberships: [
        { id: 'as-practitioner', profile: { display: 'Dr Noor Haddad' } },
        { id: 'as-patient', profile: { display: 'Noor Haddad' } },
      ],
    },
  },
};

test('[C2] embedded sign-in, with the right password, binds the code to this page with PKCE S256', async () => {
  const server = createStubServer();

  const step = await signIn(server);

  const login = JSON.parse(server.calls('auth/login')[0] ?? '') as Record<string, string>;
  const token = new URLSearchParams(server.calls('oauth2/token')[0]);
  expect(step.status).toBe('signed-in');
  expect(login).toMatchObject({ ...credentials, codeChallengeMethod: 'S256', clientId: settings.clientId });
  expect(await codeChallengeOf(token.get('code_verifier') ?? '')).toBe(login['codeChallenge']);
  expect(server.medplum().getProfile()?.id).toBe('maya');
});

test('[C2] embedded sign-in, once finished, has stored the password nowhere', async () => {
  await signIn(createStubServer());

  expect(JSON.stringify({ ...window.localStorage, ...window.sessionStorage })).not.toContain(credentials.password);
});

test('[C2] embedded sign-in, with several profiles, gets a token only after one was chosen', async () => {
  const server = createStubServer(twoProfiles);

  const step = await signIn(server);
  const tokensBefore = server.calls('oauth2/token').length;
  if (step.status === 'choose-profile') {
    await step.choose('as-patient');
  }

  expect(tokensBefore).toBe(0);
  expect(server.calls('auth/profile').map((body) => JSON.parse(body))).toEqual([
    { login: 'a-login', profile: 'as-patient' },
  ]);
  expect(server.calls('oauth2/token')).toHaveLength(1);
});

test.each([
  ['a wrong password', outcome(400, 'invalid', 'Email or password is invalid'), 'wrong_credentials'],
  ['an unknown email', outcome(400, 'invalid', 'User not found'), 'wrong_credentials'],
  [
    'a password too short to be one',
    outcome(400, 'invalid', 'Password must be at least 8 characters'),
    'wrong_credentials',
  ],
  ['an origin that is not registered', outcome(400, 'invalid', 'Invalid origin'), 'authorization_failed'],
  ['a fault of Medplum', outcome(500, 'exception', 'Internal server error'), 'refused'],
  ['too many attempts', rateLimited, 'too_many_attempts'],
  ['an address that the policy blocks', outcome(400, 'invalid', 'IP address not allowed'), 'address_blocked'],
  ['an answer without a code', { body: { login: 'a-login' } }, 'code_missing'],
  ['no answer', noAnswer, 'unreachable'],
])('[C2] embedded sign-in, with %s, fails with a code that has its own words', async (_name, answer, code) => {
  const server = createStubServer({ 'auth/login': answer });

  await expect(signIn(server)).rejects.toMatchObject({ name: 'SignInError', code });

  expect(server.calls('oauth2/token')).toHaveLength(0);
  expect(server.calls('auth/login')).toHaveLength(1);
});
