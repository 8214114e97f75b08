import { expect, test } from 'vitest';
import { codeChallengeOf } from '#medplum/code-flow.ts';
import { fieldProblem } from '#parts/field-problem.ts';
import { type Answers, createStubServer, noAnswer, outcome, type StubServer } from '#test/stub-server.ts';
import { createRegistration, type Registration } from './registration.ts';

const ida = { firstName: 'Ida', lastName: 'Berg', email: 'ida.berg@example.com', password: 'four-words-and-more' };

const willing: Answers = {
  'auth/newuser': { body: { login: 'a-login' } },
  'auth/newpatient': { body: { login: 'a-login', code: 'a-code' } },
};

function arrange(answers: Answers = {}): Readonly<{ server: StubServer; registration: Registration }> {
  const server = createStubServer({ ...willing, ...answers });
  return { server, registration: createRegistration(server.connection().context, 'clinic') };
}

test('[C12] registration, of a new patient, makes account and patient, and redeems the code with PKCE', async () => {
  const { server, registration } = arrange();

  const step = await registration.register(ida);

  expect(step.status).toBe('signed-in');
  const newUser = JSON.parse(server.calls('auth/newuser')[0] ?? '') as Record<string, string>;
  expect(newUser).toMatchObject({ ...ida, projectId: 'clinic', clientId: 'test-client', codeChallengeMethod: 'S256' });
  expect(JSON.parse(server.calls('auth/newpatient')[0] ?? '')).toEqual({ login: 'a-login', projectId: 'clinic' });
  const codeVerifier = new URLSearchParams(server.calls('oauth2/token')[0]).get('code_verifier') ?? '';
  expect(await codeChallengeOf(codeVerifier)).toBe(newUser['codeChallenge']);
});

test('[C12] registration, that broke off after the account was made, goes on from there at the next try', async () => {
  let tries = 0;
  const { server, registration } = arrange({
    'auth/newpatient': () => (++tries === 1 ? noAnswer() : { body: { login: 'a-login', code: 'a-code' } }),
  });
  await expect(registration.register(ida)).rejects.toMatchObject({ code: 'unreachable' });

  await registration.register(ida);

  expect(server.calls('auth/newuser')).toHaveLength(1);
  expect(server.calls('auth/newpatient')).toHaveLength(2);
});

test('[C12] registration, after a refusal, asks anew when something else was typed', async () => {
  const { server, registration } = arrange({ 'auth/newpatient': outcome(400, 'invalid', 'No') });
  await expect(registration.register(ida)).rejects.toMatchObject({ code: 'refused' });

  await expect(registration.register({ ...ida, email: 'ida@example.com' })).rejects.toMatchObject({ code: 'refused' });

  expect(server.calls('auth/newuser')).toHaveLength(2);
});

test.each([
  ['auth/newuser', 'Email already registered', 'email_taken'],
  ['auth/newuser', 'Password found in breach database', 'password_refused'],
  ['auth/newuser', 'Registration is disabled', 'registration_closed'],
  ['auth/newuser', 'Recaptcha token is required', 'robot_check_missing'],
  ['auth/newuser', 'Something new', 'refused'],
  ['auth/newpatient', 'Project does not allow open registration', 'registration_closed'],
])('[C12] registration, refused by %s with “%s”, is %s', async (path, text, code) => {
  const { registration } = arrange({ [path]: outcome(400, 'invalid', text) });

  await expect(registration.register(ida)).rejects.toMatchObject({ code, message: text });
});

test('field problem, of a refusal that names a field, is there for that field alone', async () => {
  const issue = [{ severity: 'error', code: 'invalid', expression: ['email'], details: { text: 'Not an email' } }];
  const { registration } = arrange({
    'auth/newuser': { status: 400, body: { resourceType: 'OperationOutcome', issue } },
  });

  const error: unknown = await registration.register(ida).catch((caught: unknown) => caught);

  expect(fieldProblem(error, 'email')).toBe('Not an email');
  expect(fieldProblem(error, 'password')).toBeUndefined();
});
