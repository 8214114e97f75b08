import type { AccessPolicy } from '@medplum/fhirtypes';
import { describe, expect, test } from 'vitest';
import { createSecurityRequest } from '#accounts/security-request.ts';
import { ids, password } from '#project/test-project.ts';
import { basic, bearer, startTestMedplum, type TestMedplum, type Tokens } from '#test-medplum.ts';

const newPassword = 'Another-Good-1';

function refused(text: string, expression?: string): object {
  return { status: 400, body: { issue: [{ details: { text }, ...(expression && { expression: [expression] }) }] } };
}

function mailedLink({ tenant }: TestMedplum): { id: string; secret: string } {
  const [, id = '', secret = ''] = /setpassword\/(\S+)\/(\S+)/.exec(tenant.outbox.list().at(-1)?.text ?? '') ?? [];
  return { id, secret };
}

describe('POST /auth/changepassword', () => {
  test('password, changed, is the one that signs in from then on', async () => {
    await using medplum = await startTestMedplum();
    const headers = bearer((await medplum.signIn()).access_token);

    const body = { oldPassword: password, newPassword: newPassword };
    expect(await medplum.postJson('auth/changepassword', body, headers)).toMatchObject({
      status: 200,
      body: { id: 'ok' },
    });

    expect(await medplum.login()).toMatchObject(refused('Email or password is invalid'));
    expect(await medplum.login({ password: newPassword })).toMatchObject({ status: 200 });
  });

  test('password, changed, ends every session of the user and nobody else’s', async () => {
    await using medplum = await startTestMedplum();
    const [one, other] = [await medplum.signIn(), await medplum.signIn()];
    const pat = await medplum.signIn({ email: 'pat@example.com' });
    const use = (tokens: Tokens) => medplum.send('fhir/R4/Patient', { headers: bearer(tokens.access_token) });

    const body = { oldPassword: password, newPassword: newPassword };
    await medplum.postJson('auth/changepassword', body, bearer(one.access_token));

    expect([await use(one), await use(other), await use(pat)].map(({ status }) => status)).toEqual([401, 401, 200]);
  });

  test.each([
    [{ oldPassword: 'wrong', newPassword: newPassword }, 'Incorrect password', 'oldPassword'],
    [{ newPassword: newPassword }, 'Missing oldPassword', 'oldPassword'],
    [{ oldPassword: password, newPassword: 'x' }, 'Password must be at least 8 characters', 'newPassword'],
  ])('password, changed with %j, is refused', async (body, text, expression) => {
    await using medplum = await startTestMedplum();
    const headers = bearer((await medplum.signIn()).access_token);

    expect(await medplum.postJson('auth/changepassword', body, headers)).toMatchObject(refused(text, expression));
    expect(await medplum.login()).toMatchObject({ status: 200 });
  });

  test.each([
    ['nobody', {}, 401],
    ['a machine', basic(ids.device, 'test-secret'), 400],
  ])('password, changed by %s, is refused', async (_case, headers, status) => {
    await using medplum = await startTestMedplum();
    const body = { oldPassword: password, newPassword: newPassword };

    expect(await medplum.postJson('auth/changepassword', body, headers)).toMatchObject({ status });
  });
});

describe('POST /auth/resetpassword', () => {
  test('reset, of a known and of an unknown email, is answered alike', async () => {
    await using medplum = await startTestMedplum();

    const known = await medplum.postJson('auth/resetpassword', { email: 'paula@example.com' });
    const unknown = await medplum.postJson('auth/resetpassword', { email: 'nobody@example.com' });

    const ok = { resourceType: 'OperationOutcome', id: 'ok', issue: [{ details: { text: 'All OK' } }] };
    expect(known).toMatchObject({ status: 200, body: ok });
    expect(unknown).toMatchObject({ status: 200, body: ok });
    expect(medplum.tenant.outbox.list().map(({ to }) => to)).toEqual(['paula@example.com']);
  });

  test('reset, that asks for no mail, sends none', async () => {
    await using medplum = await startTestMedplum();

    await medplum.postJson('auth/resetpassword', { email: 'paula@example.com', sendEmail: false });

    expect(medplum.tenant.outbox.list()).toEqual([]);
    expect([...medplum.tenant.store.list('UserSecurityRequest')]).toMatchObject([{ type: 'reset' }]);
  });

  test('reset, of a user of a project, needs the project', async () => {
    await using medplum = await startTestMedplum();

    await medplum.postJson('auth/resetpassword', { email: 'pat@example.com' });
    expect(medplum.tenant.outbox.list()).toEqual([]);
    await medplum.postJson('auth/resetpassword', { email: 'pat@example.com', projectId: ids.project });
    expect(medplum.tenant.outbox.list()).toHaveLength(1);
  });

  test('reset, of an email of a domain with an identity provider, is refused', async () => {
    const identityProvider = {
      authorizeUrl: 'https://idp.example/authorize',
      tokenUrl: 'https://idp.example/token',
      userInfoUrl: 'https://idp.example/userinfo',
      clientId: 'x',
      clientSecret: 'y',
    };
    await using medplum = await startTestMedplum({
      resources: [{ resourceType: 'DomainConfiguration', id: ids.nothing, domain: 'idp.example', identityProvider }],
    });

    expect(await medplum.postJson('auth/resetpassword', { email: 'a@idp.example' })).toMatchObject(
      refused('Cannot reset password for external auth. Contact your system administrator.'),
    );
  });
});

describe('POST /auth/setpassword', () => {
  test('password, set by the link of the mail, signs in, and the link is good once', async () => {
    await using medplum = await startTestMedplum();
    await medplum.postJson('auth/resetpassword', { email: 'paula@example.com' });
    const link = mailedLink(medplum);

    expect(await medplum.postJson('auth/setpassword', { ...link, password: newPassword })).toMatchObject({
      status: 200,
    });
    expect(await medplum.login({ password: newPassword })).toMatchObject({ status: 200 });
    expect(await medplum.postJson('auth/setpassword', { ...link, password: password })).toMatchObject(
      refused('Already used'),
    );
  });

  test('password, set with a wrong secret, stays as it was', async () => {
    await using medplum = await startTestMedplum();
    await medplum.postJson('auth/resetpassword', { email: 'paula@example.com' });
    const { id } = mailedLink(medplum);

    expect(await medplum.postJson('auth/setpassword', { id, secret: 'x', password: newPassword })).toMatchObject(
      refused('Incorrect secret'),
    );
    expect(await medplum.login()).toMatchObject({ status: 200 });
  });

  test('password, set by an unknown request, is not found', async () => {
    await using medplum = await startTestMedplum();
    const body = { id: ids.nothing, secret: 'x', password: newPassword };

    expect(await medplum.postJson('auth/setpassword', body)).toMatchObject({ status: 404, body: { id: 'not-found' } });
    expect(await medplum.postJson('auth/setpassword', { ...body, id: 'x' })).toMatchObject(
      refused('Invalid request ID', 'id'),
    );
  });

  test('password, set by a request to confirm an email, is refused', async () => {
    await using medplum = await startTestMedplum();
    const { id, secret } = requestFor(medplum, 'verify-email');

    expect(await medplum.postJson('auth/setpassword', { id, secret, password: newPassword })).toMatchObject(
      refused('Invalid request type'),
    );
  });
});

/** Lets the practitioner read her own profile, as userinfo does. */
const ownProfile: AccessPolicy = {
  resourceType: 'AccessPolicy',
  id: ids.open,
  resource: [{ resourceType: 'Practitioner' }],
};

describe('POST /auth/verifyemail', () => {
  test('email, confirmed by the link, is verified, once', async () => {
    await using medplum = await startTestMedplum({ resources: [ownProfile] });
    const { id, secret } = requestFor(medplum, 'verify-email');

    expect(await medplum.postJson('auth/verifyemail', { id, secret: 'x' })).toMatchObject(refused('Incorrect secret'));
    expect(await medplum.postJson('auth/verifyemail', { id, secret })).toMatchObject({ status: 200 });
    expect(await medplum.postJson('auth/verifyemail', { id, secret })).toMatchObject(refused('Already used'));

    const headers = bearer((await medplum.signIn()).access_token);
    expect((await medplum.send('oauth2/userinfo', { headers })).body).toMatchObject({ email_verified: true });
  });

  test('email, confirmed by a request to reset a password, is refused', async () => {
    await using medplum = await startTestMedplum();
    const { id, secret } = requestFor(medplum, 'reset');

    expect(await medplum.postJson('auth/verifyemail', { id, secret })).toMatchObject(
      refused('Invalid user security request type'),
    );
  });
});

function requestFor({ tenant }: TestMedplum, type: 'reset' | 'verify-email'): { id: string; secret: string } {
  const [paula] = tenant.store.list('User');
  return createSecurityRequest(tenant, { ...paula, id: paula?.id ?? '' } as never, type);
}
