import { describe, expect, test } from 'vitest';
import { auditLog } from '#audit/audit-log.ts';
import { ids, membershipId, clientSecret } from '#project/test-project.ts';
import { basic, bearer, startTestMedplum } from '#test-medplum.ts';

const id = /^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/;
const secret16 = /^[\da-f]{32}$/;

function refused(text: string, expression?: string): object {
  const issue = {
    severity: 'error',
    code: 'invalid',
    details: { text },
    ...(expression && { expression: [expression] }),
  };
  return { status: 400, body: { resourceType: 'OperationOutcome', issue: [issue] } };
}

const notFound = { status: 404, body: { id: 'not-found', issue: [{ code: 'not-found' }] } };

describe('POST /auth/login', () => {
  test('login, through a client, gives login and code and sets the cookie of the client', async () => {
    await using medplum = await startTestMedplum();

    const answer = await medplum.login();

    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toBe('application/json; charset=utf-8');
    expect(answer.body).toEqual({
      login: expect.stringMatching(id) as string,
      code: expect.stringMatching(secret16) as string,
    });
    expect(answer.headers.get('set-cookie')).toMatch(
      new RegExp(
        `^medplum-${ids.spa}=[\\da-f]{32}; Max-Age=3600; Path=/; Expires=.+; HttpOnly; Secure; SameSite=None$`,
      ),
    );
  });

  test('login, without a client, sets no cookie', async () => {
    await using medplum = await startTestMedplum();

    const answer = await medplum.login({ clientId: undefined });

    expect(answer.status).toBe(200);
    expect(answer.headers.has('set-cookie')).toBe(false);
  });

  test('login, sent as a form, works as well', async () => {
    await using medplum = await startTestMedplum();

    const answer = await medplum.postForm('auth/login', {
      email: 'paula@example.com',
      password: 'test-password',
      scope: 'openid',
    });

    expect(answer).toMatchObject({ status: 200, body: { code: expect.stringMatching(secret16) as string } });
  });

  test('login, when it succeeds, is in the audit log with the profile', async () => {
    await using medplum = await startTestMedplum();

    await medplum.login();

    expect(auditLog(medplum.tenant)).toMatchObject([
      { type: { code: '110114' }, agent: [{ who: { reference: `Practitioner/${ids.paula}` } }] },
    ]);
  });

  test('login, when it fails, is not in the audit log', async () => {
    await using medplum = await startTestMedplum();

    await medplum.login({ password: 'wrong-password' });

    expect(auditLog(medplum.tenant)).toEqual([]);
  });

  test.each([
    ['a wrong password', { password: 'wrong-password' }, refused('Email or password is invalid')],
    ['a short password', { password: 'x' }, refused('Password must be at least 8 characters', 'password')],
    ['an unknown email', { email: 'nobody@example.com' }, refused('User not found')],
    ['no email', { email: 'nobody' }, refused('Valid email address is required', 'email')],
    ['an email that is a list', { email: ['paula@example.com'] }, refused('Valid email address is required', 'email')],
    ['a method without challenge', { codeChallenge: undefined }, refused('Invalid code challenge', 'code_challenge')],
    [
      'a challenge without method',
      { codeChallengeMethod: undefined },
      refused('Invalid code challenge method', 'code_challenge_method'),
    ],
    [
      'an unknown challenge method',
      { codeChallengeMethod: 'S512' },
      refused('Invalid code challenge method', 'code_challenge_method'),
    ],
    ['a foreign project', { projectId: ids.nothing }, refused('Invalid projectId')],
    ['a type of profile that the user has not', { resourceType: 'Patient' }, refused('User not found')],
    [
      'a user of the project and no project',
      { email: 'pat@example.com', clientId: undefined },
      refused('User not found'),
    ],
    ['a blocked address', { email: 'blocked@example.com' }, refused('IP address not allowed')],
    ['an unknown client', { clientId: ids.nothing }, notFound],
    ['an unknown launch', { launch: ids.nothing }, notFound],
  ])('login, with %s, is refused', async (_case, changes, expected) => {
    await using medplum = await startTestMedplum();

    expect(await medplum.login(changes)).toMatchObject(expected);
  });

  test.each([{}, [], { email: null }])('login, sent %j, is refused with both fields', async (body) => {
    await using medplum = await startTestMedplum();

    const answer = await medplum.postJson('auth/login', body);

    expect(answer).toMatchObject({
      status: 400,
      body: {
        id: expect.stringMatching(id) as string,
        issue: [{ expression: ['email'] }, { expression: ['password'] }],
      },
    });
  });

  test.each([
    ['https://bad.example', 400],
    ['https://good.example', 200],
    [undefined, 200],
  ])('login, through a client of one origin and from %s, gets %i', async (origin, status) => {
    await using medplum = await startTestMedplum({ allowedOrigins: '*' });
    const body = { email: 'paula@example.com', password: 'test-password', clientId: ids.oneOrigin };

    const answer = await medplum.postJson('auth/login', body, origin === undefined ? {} : { origin });

    expect(answer.status).toBe(status);
  });

  test('login, by a user of the project, is found through the client', async () => {
    await using medplum = await startTestMedplum();

    expect(await medplum.login({ email: 'PAT@example.com' })).toMatchObject({ status: 200 });
  });
});

describe('POST /auth/profile', () => {
  test('login, with two memberships, gives code and cookie only when one is chosen', async () => {
    await using medplum = await startTestMedplum();

    const first = await medplum.login({ email: 'two@example.com' });
    const { login } = first.body as { login: string };
    const second = await medplum.postJson('auth/profile', { login, profile: membershipId('3') });
    const tokens = await medplum.redeem(second);

    const project = { reference: `Project/${ids.project}`, display: 'Test Clinic' };
    expect(first.headers.has('set-cookie')).toBe(false);
    expect(first.body).toEqual({
      login,
      memberships: [
        {
          id: membershipId('2'),
          project,
          profile: { reference: `Practitioner/${ids.paula}`, display: 'Paula Practitioner' },
        },
        { id: membershipId('3'), project, profile: { reference: `Patient/${ids.pat}`, display: 'Pat Patient' } },
      ],
    });
    expect(second.body).toEqual({ login, code: expect.stringMatching(secret16) as string });
    expect(second.headers.get('set-cookie')).toContain(`medplum-${ids.spa}=`);
    expect(tokens.body).toMatchObject({ profile: { reference: `Patient/${ids.pat}` } });
  });

  test('login, that has yet to choose, lists the choices again, to a page of another origin too', async () => {
    await using medplum = await startTestMedplum();
    const first = await medplum.login({ email: 'two@example.com' });
    const { login } = first.body as { login: string };

    const again = await medplum.send(`auth/login/${login}`, { headers: { origin: 'http://localhost:3001' } });

    expect(again).toMatchObject({ status: 200, body: first.body });
    expect(again.headers.get('access-control-allow-origin')).toBe('http://localhost:3001');
  });

  test.each([
    ["someone else's membership", membershipId('1'), refused('Invalid profile')],
    ['an unknown membership', ids.nothing, refused('Profile not found')],
    ['no membership', undefined, refused('Missing profile', 'profile')],
  ])('login, with two memberships and %s chosen, is refused', async (_case, profile, expected) => {
    await using medplum = await startTestMedplum();
    const { body } = await medplum.login({ email: 'two@example.com' });

    const answer = await medplum.postJson('auth/profile', { login: (body as { login: string }).login, profile });

    expect(answer).toMatchObject(expected);
  });

  test('profile, chosen twice, is refused the second time', async () => {
    await using medplum = await startTestMedplum();
    const { login } = (await medplum.login({ email: 'two@example.com' })).body as { login: string };
    await medplum.postJson('auth/profile', { login, profile: membershipId('2') });

    const again = await medplum.postJson('auth/profile', { login, profile: membershipId('3') });

    expect(again).toMatchObject(refused('Login profile already set'));
  });

  test('profile, for an unknown login, is not found', async () => {
    await using medplum = await startTestMedplum();

    const answer = await medplum.postJson('auth/profile', { login: ids.nothing, profile: membershipId('1') });

    expect(answer).toMatchObject(notFound);
  });
});

describe('POST /auth/scope', () => {
  const asked = 'openid user/Patient.rs user/Observation.cruds';

  test.each([
    ['narrower', 'openid user/Patient.r user/Observation.rs', 200],
    ['with fewer types', 'openid user/Patient.rs', 200],
    ['with other than SMART scopes added', 'openid email offline_access user/Patient.rs', 200],
    ['with more interactions', 'openid user/Patient.cruds', 400],
    ['with another type', 'openid user/Encounter.rs', 400],
    ['with every type', 'openid user/*.rs', 400],
    ['at another level', 'openid system/Patient.rs', 400],
  ])('scope, set %s, is answered as it should', async (_case, scope, status) => {
    await using medplum = await startTestMedplum();
    const started = await medplum.login({ scope: asked });

    const answer = await medplum.postJson('auth/scope', { login: (started.body as { login: string }).login, scope });
    const tokens = await medplum.redeem(started);

    expect(answer.status).toBe(status);
    expect(tokens.body).toMatchObject({ scope: status === 200 ? scope : asked });
  });

  test('scope, set after the code became tokens, is refused', async () => {
    await using medplum = await startTestMedplum();
    const started = await medplum.login();
    await medplum.redeem(started);

    const answer = await medplum.postJson('auth/scope', { ...(started.body as object), scope: 'openid' });

    expect(answer).toMatchObject(refused('Login granted'));
  });
});

describe('GET /auth/login/:login', () => {
  test('status of a login, while it is open, is the answer of its last step', async () => {
    await using medplum = await startTestMedplum();
    const { body } = await medplum.login();

    const answer = await medplum.send(`auth/login/${(body as { login: string }).login}`);

    expect(answer).toMatchObject({ status: 200, body: body as object });
  });

  test.each([
    ['x', refused('Login ID is required', 'login')],
    [ids.nothing, notFound],
  ])('status of the login %s, is refused', async (login, expected) => {
    await using medplum = await startTestMedplum();

    expect(await medplum.send(`auth/login/${login}`)).toMatchObject(expected);
  });

  test('status of a login, after its code became tokens, is refused', async () => {
    await using medplum = await startTestMedplum();
    const started = await medplum.login();
    await medplum.redeem(started);

    const answer = await medplum.send(`auth/login/${(started.body as { login: string }).login}`);

    expect(answer).toMatchObject(refused('Login already granted'));
  });
});

describe('GET /auth/me', () => {
  test('me, asked by a user, tells user, project, membership, profile, policy and sessions', async () => {
    await using medplum = await startTestMedplum();
    const tokens = await medplum.signIn();

    const { status, body } = await medplum.send('auth/me', { headers: bearer(tokens.access_token) });

    const user = '70000000-0000-4000-8000-000000000001';
    expect(status).toBe(200);
    expect(body).toEqual({
      user: { resourceType: 'User', id: user, email: 'paula@example.com' },
      project: { resourceType: 'Project', id: ids.project, name: 'Test Clinic', strictMode: true },
      membership: {
        resourceType: 'ProjectMembership',
        id: membershipId('1'),
        user: { reference: `User/${user}` },
        profile: { reference: `Practitioner/${ids.paula}`, display: 'Paula Practitioner' },
      },
      profile: expect.objectContaining({ resourceType: 'Practitioner', id: ids.paula }) as object,
      config: { resourceType: 'UserConfiguration', menu: [expect.objectContaining({ title: 'Favorites' })] },
      accessPolicy: {
        resourceType: 'AccessPolicy',
        basedOn: [{ reference: `AccessPolicy/${ids.open}` }],
        resource: [
          { resourceType: 'Patient' },
          { resourceType: 'SearchParameter', readonly: true },
          { resourceType: 'StructureDefinition', readonly: true },
        ],
      },
      security: {
        mfaEnrolled: false,
        mfaRequired: false,
        sessions: [
          {
            id: expect.stringMatching(id) as string,
            lastUpdated: '2026-11-23T22:00:00.250Z',
            authMethod: 'password',
            remoteAddress: '127.0.0.1',
            browser: '',
            project: { reference: `Project/${ids.project}`, display: 'Test Clinic' },
          },
        ],
        memberships: [
          {
            resourceType: 'ProjectMembership',
            id: membershipId('1'),
            profile: { reference: `Practitioner/${ids.paula}`, display: 'Paula Practitioner' },
          },
        ],
      },
    });
  });

  test('me, asked by a client with Basic, tells no user and no sessions', async () => {
    await using medplum = await startTestMedplum();

    const { body } = await medplum.send('auth/me', { headers: basic(ids.device, clientSecret) });

    expect(body).toMatchObject({ profile: { resourceType: 'ClientApplication', id: ids.device } });
    expect(body).not.toHaveProperty('user');
    expect(body).not.toHaveProperty('security');
  });

  test('me, asked on behalf of someone, tells who authenticated, and the policy of the other', async () => {
    await using medplum = await startTestMedplum();

    const { body } = await medplum.send('auth/me', {
      headers: { ...basic(ids.admin, clientSecret), 'x-medplum-on-behalf-of': `Practitioner/${ids.paula}` },
    });

    expect(body).toMatchObject({
      membership: { profile: { reference: `ClientApplication/${ids.admin}` }, admin: true },
      config: { menu: [{ title: 'Favorites' }, { title: 'Admin' }] },
      accessPolicy: { basedOn: [{ reference: `AccessPolicy/${ids.open}` }] },
    });
  });

  test('session of an hour ago, is not listed any more', async () => {
    await using medplum = await startTestMedplum();
    await medplum.signIn();
    medplum.wait(3600);
    const tokens = await medplum.signIn();

    const { body } = await medplum.send('auth/me', { headers: bearer(tokens.access_token) });

    expect((body as { security: { sessions: unknown[] } }).security.sessions).toHaveLength(1);
  });
});

describe('POST /auth/revoke', () => {
  test('login of the same user, revoked, loses its tokens at once', async () => {
    await using medplum = await startTestMedplum();
    const lost = await medplum.login();
    const lostTokens = (await medplum.redeem(lost)).body as { access_token: string };
    const here = await medplum.signIn();
    const { login: loginId } = lost.body as { login: string };

    const answer = await medplum.postJson('auth/revoke', { loginId }, bearer(here.access_token));
    const lostMe = await medplum.send('auth/me', { headers: bearer(lostTokens.access_token) });
    const hereMe = await medplum.send('auth/me', { headers: bearer(here.access_token) });

    expect(answer).toMatchObject({ status: 200, body: { id: 'ok' } });
    expect([lostMe.status, hereMe.status]).toEqual([401, 200]);
  });

  test('login of another user, is not found and lives on', async () => {
    await using medplum = await startTestMedplum();
    const other = await medplum.login({ email: 'pat@example.com' });
    const here = await medplum.signIn();
    const { login: loginId } = other.body as { login: string };

    const answer = await medplum.postJson('auth/revoke', { loginId }, bearer(here.access_token));

    expect(answer).toMatchObject(notFound);
    expect(medplum.tenant.logins.get(loginId)?.revoked).toBeUndefined();
  });

  test('revocation, without token or with a wrong id, is refused', async () => {
    await using medplum = await startTestMedplum();
    const here = await medplum.signIn();

    const anonymous = await medplum.postJson('auth/revoke', { loginId: ids.nothing });
    const wrongId = await medplum.postJson('auth/revoke', { loginId: 'x' }, bearer(here.access_token));

    expect(anonymous.status).toBe(401);
    expect(wrongId).toMatchObject(refused('Login ID is required.', 'loginId'));
  });
});

describe('GET /auth/clientinfo/:clientId and POST /auth/method', () => {
  test('client info, of a client without a sign-in form, is empty', async () => {
    await using medplum = await startTestMedplum();

    expect(await medplum.send(`auth/clientinfo/${ids.spa}`)).toMatchObject({ status: 200, body: {} });
    expect(await medplum.send(`auth/clientinfo/${ids.nothing}`)).toMatchObject(notFound);
  });

  test('sign-in method, of a domain without identity provider, is the password', async () => {
    await using medplum = await startTestMedplum();

    const known = await medplum.postJson('auth/method', { email: 'a@nowhere.example' });
    const wrong = await medplum.postJson('auth/method', {});

    expect(known).toMatchObject({ status: 200, body: {} });
    expect(wrong).toMatchObject(refused('Valid email address is required', 'email'));
  });
});
