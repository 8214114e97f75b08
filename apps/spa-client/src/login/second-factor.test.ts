import { expect, test } from 'vitest';
import { createAttempt } from '#medplum/code-flow.ts';
import { type Answers, createStubServer, outcome, type StubServer } from '#test/stub-server.ts';
import { askForLogin, type LoginStep } from './login-step.ts';

const keyUri = 'otpauth://totp/medplum.com:ravi%40clinic.example?secret=KNASSFJEKZ7GSPAT&period=30&digits=6';

const enrolFirst: Answers = {
  'auth/login': {
    body: {
      login: 'a-login',
      mfaEnrollRequired: true,
      enrollUri: keyUri,
      enrollQrCode: 'data:image/png;base64,AAAA',
      allowedMfaMethods: ['totp', 'email'],
    },
  },
};
const askForCode: Answers = {
  'auth/login': { body: { login: 'a-login', mfaRequired: true, mfaMethods: ['totp'], email: 'ravi@clinic.example' } },
};
const done = { body: { login: 'a-login', code: 'a-code' } };

async function signIn(server: StubServer): Promise<LoginStep> {
  const { context } = server.connection();
  const { attempt, codeChallenge } = await createAttempt();
  const body = { email: 'ravi@clinic.example', password: 'correct-horse', nonce: attempt.nonce, codeChallenge };
  return askForLogin(context, attempt, { path: 'auth/login', body, otherwise: 'refused' });
}

async function reach<Status extends LoginStep['status']>(
  server: StubServer,
  status: Status,
): Promise<Extract<LoginStep, { status: Status }>> {
  const step = await signIn(server);
  expect(step.status).toBe(status);
  return step as Extract<LoginStep, { status: Status }>;
}

function bodies(server: StubServer, path: string): readonly unknown[] {
  return server.calls(path).map((body) => JSON.parse(body) as unknown);
}

test('[C2] second factor, when one has to be set up, hands out the key and takes the first code of the app', async () => {
  const server = createStubServer({ ...enrolFirst, 'auth/mfa/login-enroll': done });

  const step = await reach(server, 'enrol');
  const tokensBefore = server.calls('oauth2/token').length;
  const next = await step.enrolApp('123456');

  expect(step).toMatchObject({ keyUri, qrCode: 'data:image/png;base64,AAAA', methods: ['totp', 'email'] });
  expect(tokensBefore).toBe(0);
  expect(bodies(server, 'auth/mfa/login-enroll')).toEqual([{ login: 'a-login', token: '123456' }]);
  expect(next.status).toBe('signed-in');
});

test('[C2] second factor, set up by mail, goes on with the code that Medplum then mails', async () => {
  const challenge = {
    body: { login: 'a-login', mfaRequired: true, mfaMethods: ['email'], email: 'ravi@clinic.example' },
  };
  const server = createStubServer({ ...enrolFirst, 'auth/mfa/login-enroll': challenge, 'auth/mfa/verify': done });

  const challenged = await (await reach(server, 'enrol')).enrolMail();
  const next = challenged.status === 'verify-code' ? await challenged.verify('123456') : challenged;

  expect(bodies(server, 'auth/mfa/login-enroll')).toEqual([{ login: 'a-login', method: 'email' }]);
  expect(challenged).toMatchObject({ methods: ['email'], email: 'ravi@clinic.example' });
  expect(next.status).toBe('signed-in');
});

test('[C2] second factor, for an account with several profiles, asks for the profile after the code', async () => {
  const memberships = [{ id: 'one' }, { id: 'two' }];
  const server = createStubServer({ ...askForCode, 'auth/mfa/verify': { body: { login: 'a-login', memberships } } });

  const next = await (await reach(server, 'verify-code')).verify('123456');
  const last = next.status === 'choose-profile' ? await next.choose('two') : next;

  expect(next).toMatchObject({ status: 'choose-profile', memberships });
  expect(bodies(server, 'auth/profile')).toEqual([{ login: 'a-login', profile: 'two' }]);
  expect(last.status).toBe('signed-in');
});

test('[C2] second factor, asked to mail a code, names the login and nothing else', async () => {
  const server = createStubServer({ ...askForCode, 'auth/mfa/send-email': { body: {} } });

  await (await reach(server, 'verify-code')).mailCode();

  expect(bodies(server, 'auth/mfa/send-email')).toEqual([{ login: 'a-login' }]);
});

test.each([
  ['Invalid MFA token', 'wrong_code'],
  ['Login revoked', 'login_ended'],
  ['Login already verified', 'login_ended'],
  ['Something that nobody foresaw', 'refused'],
])('[C2] second factor, refused with “%s”, fails with the code %s and gets no token', async (text, code) => {
  const server = createStubServer({ ...askForCode, 'auth/mfa/verify': outcome(400, 'invalid', text) });
  const step = await reach(server, 'verify-code');

  await expect(step.verify('000000')).rejects.toMatchObject({ code });

  expect(server.calls('oauth2/token')).toHaveLength(0);
});

test('[C2] second factor, when Medplum has a fault, is sent once: each try counts', async () => {
  const server = createStubServer({ ...askForCode, 'auth/mfa/verify': outcome(500, 'exception', 'Internal error') });
  const step = await reach(server, 'verify-code');

  await expect(step.verify('123456')).rejects.toMatchObject({ code: 'refused' });

  expect(server.calls('auth/mfa/verify')).toHaveLength(1);
});
