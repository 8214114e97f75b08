import { type TOTP, URI } from 'otpauth';
import { describe, expect, test } from 'vitest';
import { goodPassword, registerOwner, signInAs, type TestOwner } from '#accounts/test-accounts.ts';
import { ids } from '#project/test-project.ts';
import { basic, bearer, startTestMedplum, type TestMedplum, type Tokens } from '#test-medplum.ts';

const email = 'mfa@example.com';
const wrong = '000000';

type Step = Readonly<{ login: string; enrollUri: string }>;

function refused(text: string): object {
  return { status: 400, body: { issue: [{ details: { text } }] } };
}

/** The code that an authenticator app shows at the mock's time. */
function codeAt({ tenant }: TestMedplum, enrollUri: string, laterSeconds = 0): string {
  return (URI.parse(enrollUri) as TOTP).generate({ timestamp: tenant.clock().getTime() + laterSeconds * 1000 });
}

/** An owner, and a practitioner who has to have a second factor. */
async function startWithMfa(medplum: TestMedplum): Promise<TestOwner> {
  const owner = await registerOwner(medplum);
  await owner.post('invite', {
    resourceType: 'Practitioner',
    firstName: 'M',
    lastName: 'Fa',
    email: email,
    password: goodPassword,
    sendEmail: false,
    mfaRequired: true,
  });
  return owner;
}

async function login(medplum: TestMedplum, changes: object = {}) {
  return medplum.login({ email: email, password: goodPassword, clientId: undefined, ...changes });
}

/** Enrols on the way in; gives the URI, whose secret the next codes come from. */
async function enrolled(medplum: TestMedplum): Promise<{ enrollUri: string; tokens: Tokens }> {
  const { login: id, enrollUri } = (await login(medplum)).body as Step;
  const token = codeAt(medplum, enrollUri);
  const done = await medplum.postJson('auth/mfa/login-enroll', { login: id, token });
  return { enrollUri, tokens: (await medplum.redeem(done)).body as Tokens };
}

describe('sign-in of a user who has to have a second factor', () => {
  test('first sign-in, asks to enrol with a key URI and its image, and says so again when asked', async () => {
    await using medplum = await startTestMedplum();
    await startWithMfa(medplum);

    const { status, body } = await login(medplum);

    const step = body as Step;
    expect(status).toBe(200);
    expect(body).toEqual({
      login: expect.any(String) as string,
      mfaEnrollRequired: true,
      enrollUri: expect.stringMatching(
        /^otpauth:\/\/totp\/medplum\.com:mfa%40example\.com\?secret=[A-Z2-7]{16}&period=30&digits=6&algorithm=SHA1&issuer=medplum\.com$/,
      ) as string,
      enrollQrCode: expect.stringMatching(/^data:image\//) as string,
      allowedMfaMethods: ['totp'],
    });
    expect((await medplum.send(`auth/login/${step.login}`)).body).toEqual(body);
  });

  test('enrolment, with the code of the app, gives the code of the login', async () => {
    await using medplum = await startTestMedplum();
    await startWithMfa(medplum);

    const { tokens } = await enrolled(medplum);

    expect(tokens).toMatchObject({ profile: { display: 'M Fa' } });
  });

  test.each([
    ['a wrong code', { token: wrong }, 'Invalid MFA token'],
    ['no code', {}, 'Missing token'],
    ['a code that is a number', { token: 123_456 }, 'Invalid MFA token'],
  ])('enrolment, with %s, is refused', async (_case, body, text) => {
    await using medplum = await startTestMedplum();
    await startWithMfa(medplum);
    const { login: id } = (await login(medplum)).body as Step;

    expect(await medplum.postJson('auth/mfa/login-enroll', { login: id, ...body })).toMatchObject(refused(text));
  });

  test('later sign-in, asks for a code and goes on only with the right one, once', async () => {
    await using medplum = await startTestMedplum();
    await startWithMfa(medplum);
    const { enrollUri } = await enrolled(medplum);

    const { body } = await login(medplum);
    const { login: id } = body as Step;
    const verify = async (token: string) => medplum.postJson('auth/mfa/verify', { login: id, token });

    expect(body).toEqual({ login: id, mfaRequired: true, mfaMethods: ['totp'], email: email });
    expect(await verify(wrong)).toMatchObject(refused('Invalid MFA token'));
    expect(await verify(codeAt(medplum, enrollUri))).toMatchObject({
      status: 200,
      body: { login: id, code: expect.any(String) as string },
    });
    expect(await verify(codeAt(medplum, enrollUri))).toMatchObject(refused('Login already verified'));
  });

  test.each([
    [-30, 200],
    [30, 200],
    [-90, 400],
    [90, 400],
  ])('code, that is %i seconds away, gets %i', async (laterSeconds, status) => {
    await using medplum = await startTestMedplum();
    await startWithMfa(medplum);
    const { enrollUri } = await enrolled(medplum);
    const { login: id } = (await login(medplum)).body as Step;

    const token = codeAt(medplum, enrollUri, laterSeconds);

    expect(await medplum.postJson('auth/mfa/verify', { login: id, token })).toMatchObject({ status });
  });

  test('login, that is guessed at five times, is over', async () => {
    await using medplum = await startTestMedplum();
    await startWithMfa(medplum);
    const { enrollUri } = await enrolled(medplum);
    const { login: id } = (await login(medplum)).body as Step;

    for (let guess = 0; guess < 5; guess += 1) {
      await medplum.postJson('auth/mfa/verify', { login: id, token: wrong });
    }

    const token = codeAt(medplum, enrollUri);
    expect(await medplum.postJson('auth/mfa/verify', { login: id, token })).toMatchObject(refused('Login revoked'));
  });

  test('second factor, that is still to be shown, keeps the code back at every step', async () => {
    await using medplum = await startTestMedplum();
    await startWithMfa(medplum);
    await enrolled(medplum);
    const { login: id } = (await login(medplum)).body as Step;

    expect((await medplum.send(`auth/login/${id}`)).body).not.toHaveProperty('code');
    expect((await medplum.postJson('auth/scope', { login: id, scope: 'openid' })).body).not.toHaveProperty('code');
  });

  test.each([
    [{}, ['login', 'token']],
    [{ login: 'x', token: '' }, ['token']],
  ])('verification, sent %j, is refused for its fields', async (body, fields) => {
    await using medplum = await startTestMedplum();

    const answer = await medplum.postJson('auth/mfa/verify', body);

    expect(answer).toMatchObject({ status: 400, body: { issue: fields.map((field) => ({ expression: [field] })) } });
  });

  test('verification, of an unknown login, is not found, and of a user without a factor refused', async () => {
    await using medplum = await startTestMedplum();
    const { login: id } = (await medplum.login()).body as Step;
    const verify = async (of: string) => medplum.postJson('auth/mfa/verify', { login: of, token: wrong });

    expect(await verify(ids.nothing)).toMatchObject({ status: 404 });
    expect(await verify(id)).toMatchObject(refused('User not enrolled in MFA'));
  });
});

describe('second factor of who is signed in', () => {
  test('enrolment, by a user who wants it, makes the next sign-in ask for a code', async () => {
    await using medplum = await startTestMedplum();
    const headers = bearer((await medplum.signIn()).access_token);
    const enroll = async (token?: string) => medplum.postJson('auth/mfa/enroll', { token }, headers);

    expect(await enroll(wrong)).toMatchObject(refused('Secret not found'));
    const { body } = await medplum.send('auth/mfa/status', { headers });
    const { enrollUri } = body as Step;
    expect(body).toMatchObject({
      enrolled: false,
      enrolledMethods: [],
      allowedMethods: ['totp'],
      mfaRequired: false,
      email: 'paula@example.com',
    });
    expect(await enroll()).toMatchObject(refused('Missing token'));
    expect(await enroll(wrong)).toMatchObject(refused('Invalid token'));
    expect(await enroll(codeAt(medplum, enrollUri))).toMatchObject({ status: 200, body: { id: 'ok' } });
    expect(await enroll(codeAt(medplum, enrollUri))).toMatchObject(refused('Already enrolled'));

    expect((await medplum.login()).body).toMatchObject({ mfaRequired: true, mfaMethods: ['totp'] });
    expect((await medplum.send('auth/me', { headers })).body).toMatchObject({ security: { mfaEnrolled: true } });
  });

  test('factor, removed, is not asked for, and its app is of no use', async () => {
    await using medplum = await startTestMedplum();
    const headers = bearer((await medplum.signIn()).access_token);
    const { enrollUri } = (await medplum.send('auth/mfa/status', { headers })).body as Step;
    const disable = async (body: object) => medplum.postJson('auth/mfa/disable', body, headers);
    const token = codeAt(medplum, enrollUri);

    expect(await disable({ token })).toMatchObject(refused('User not enrolled in MFA'));
    await medplum.postJson('auth/mfa/enroll', { token }, headers);
    expect(await disable({})).toMatchObject(refused('Missing token'));
    expect(await disable({ token: wrong })).toMatchObject(refused('Invalid token'));
    expect(await disable({ token, method: 'sms' })).toMatchObject(refused('Invalid method'));
    expect(await disable({ token, method: 'email' })).toMatchObject(refused('User not enrolled in MFA method'));
    expect(await disable({ token })).toMatchObject({ status: 200 });

    expect((await medplum.login()).body).toHaveProperty('code');
    const after = (await medplum.send('auth/mfa/status', { headers })).body as Step;
    expect(after.enrollUri).not.toBe(enrollUri);
  });

  test('factor, that has to be, cannot be removed', async () => {
    await using medplum = await startTestMedplum();
    await startWithMfa(medplum);
    const { enrollUri, tokens } = await enrolled(medplum);

    const body = { token: codeAt(medplum, enrollUri) };

    expect(await medplum.postJson('auth/mfa/disable', body, bearer(tokens.access_token))).toMatchObject(
      refused('Cannot remove the last MFA factor because MFA is required'),
    );
  });

  test('factor, that was lost, is removed by an administrator, and the next sign-in enrols anew', async () => {
    await using medplum = await startTestMedplum();
    const { headers, post } = await startWithMfa(medplum);
    await enrolled(medplum);
    const found = await medplum.send('fhir/R4/ProjectMembership?profile-type=Practitioner', { headers });
    const { entry } = found.body as { entry: { resource: { id: string; user: { display: string } } }[] };
    const id = entry.find(({ resource }) => resource.user.display === email)?.resource.id;

    expect(await post(`members/${id}/mfa/reset`, { method: 'sms' })).toMatchObject({ status: 400 });
    expect(await post(`members/${id}/mfa/reset`, {})).toMatchObject({ status: 200 });
    expect(await post(`members/${id}/mfa/reset`, {})).toMatchObject(
      refused('User is not enrolled in MFA method: totp'),
    );

    expect((await login(medplum)).body).toMatchObject({ mfaEnrollRequired: true });
    expect(await post(`members/${id}/resetpassword`, {})).toMatchObject({ status: 200 });
    expect(medplum.tenant.outbox.list().map(({ subject }) => subject)).toEqual([
      'Your multi-factor authentication has been reset',
      'Medplum Password Reset',
    ]);
  });

  test.each([
    ['nobody', {}, 401],
    ['a machine', basic(ids.device, 'test-secret'), 404],
  ])('status, asked by %s, is refused', async (_case, headers, status) => {
    await using medplum = await startTestMedplum();

    expect(await medplum.send('auth/mfa/status', { headers })).toMatchObject({ status });
  });
});

describe('second factor by mail', () => {
  const mailedCode = ({ tenant }: TestMedplum): string =>
    /\b\d{6}\b/.exec(tenant.outbox.list().at(-1)?.text ?? '')?.[0] ?? '';

  test('code, mailed in a project that allows it, enrols and signs in, within ten minutes', async () => {
    await using medplum = await startTestMedplum();
    const { post, projectId } = await startWithMfa(medplum);
    await post('settings', [{ name: 'allowedMfaMethods', valueString: 'totp,email' }]);
    const first = (await login(medplum, { projectId })).body as Step;

    const enrolling = await medplum.postJson('auth/mfa/login-enroll', { login: first.login, method: 'email' });
    expect(enrolling.body).toEqual({ login: first.login, mfaRequired: true, mfaMethods: ['email'], email: email });
    const verified = await medplum.postJson('auth/mfa/verify', { login: first.login, token: mailedCode(medplum) });
    expect(verified.body).toHaveProperty('code');

    const second = (await login(medplum)).body as Step;
    const token = mailedCode(medplum);
    medplum.wait(601);
    expect(await medplum.postJson('auth/mfa/verify', { login: second.login, token })).toMatchObject(
      refused('Invalid MFA token'),
    );
    await medplum.postJson('auth/mfa/send-email', { login: second.login });
    const again = { login: second.login, token: mailedCode(medplum) };
    expect((await medplum.postJson('auth/mfa/verify', again)).body).toHaveProperty('code');
  });

  test('code, mailed to who is signed in, adds the mail as a factor, and confirms the address', async () => {
    await using medplum = await startTestMedplum();
    const { post } = await registerOwner(medplum);
    await post('settings', [{ name: 'allowedMfaMethods', valueString: 'email' }]);
    const headers = bearer((await signInAs(medplum, 'owner@example.com', { scope: 'openid email' })).access_token);

    expect(await medplum.postJson('auth/mfa/send-email-challenge', {}, headers)).toMatchObject({ status: 200 });
    const body = { method: 'email', token: mailedCode(medplum) };
    expect(await medplum.postJson('auth/mfa/enroll', body, headers)).toMatchObject({ status: 200 });

    expect((await medplum.send('auth/mfa/status', { headers })).body).toMatchObject({ enrolledMethods: ['email'] });
    expect((await medplum.send('oauth2/userinfo', { headers })).body).toMatchObject({ email_verified: true });
  });

  test('code by mail, in a project that allows only the app, is not sent', async () => {
    await using medplum = await startTestMedplum();
    const headers = bearer((await medplum.signIn()).access_token);

    expect(await medplum.postJson('auth/mfa/send-email-challenge', {}, headers)).toMatchObject(
      refused('Email MFA not available'),
    );
    expect(medplum.tenant.outbox.list()).toEqual([]);
  });
});
