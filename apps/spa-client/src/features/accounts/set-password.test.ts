import { expect, test } from 'vitest';
import { createStubServer, outcome } from '#test/stub-server.ts';
import { requestPasswordReset, setPassword } from './set-password.ts';

const link = { id: 'request', secret: 'a-secret' };

test('[C12] password, set by a link, goes to Medplum with id and secret', async () => {
  const server = createStubServer({ 'auth/setpassword': outcome(200, 'informational', 'All OK') });

  await setPassword(server.connection(), link, 'four-words-and-more');

  expect(JSON.parse(server.calls('auth/setpassword')[0] ?? '')).toEqual({ ...link, password: 'four-words-and-more' });
});

test.each([
  ['Already used', 'password_link_used'],
  ['Incorrect secret', 'password_link_invalid'],
  ['Not found', 'password_link_invalid'],
  ['Invalid password, must be at least 8 characters', 'password_refused'],
  ['Something new', 'refused'],
])('[C12] password, refused with “%s”, is %s', async (text, code) => {
  const server = createStubServer({ 'auth/setpassword': outcome(400, 'invalid', text) });

  await expect(setPassword(server.connection(), link, 'x')).rejects.toMatchObject({ code, message: text });
});

test('[C12] reset, in an app of a project, asks for accounts of the project and of the server', async () => {
  const answers = { 'auth/resetpassword': outcome(200, 'informational', 'All OK') };
  const server = createStubServer(answers);

  await requestPasswordReset(server.connection().context, 'sam@example.com', 'clinic');

  expect(server.calls('auth/resetpassword').map((body) => JSON.parse(body) as object)).toEqual([
    { email: 'sam@example.com', sendEmail: true },
    { email: 'sam@example.com', projectId: 'clinic', sendEmail: true },
  ]);
});

test.each([
  ['Cannot reset password for external auth. Contact your system administrator.', 'password_elsewhere'],
  ['Recaptcha failed', 'robot_check_missing'],
])('[C12] reset, refused with “%s”, is %s', async (text, code) => {
  const server = createStubServer({ 'auth/resetpassword': outcome(400, 'invalid', text) });

  await expect(requestPasswordReset(server.connection().context, 'a@example.com', undefined)).rejects.toMatchObject({
    code,
  });
});
