import { type Answer, textMember } from '#contract/answer.ts';
import {
  allOk,
  type Expected,
  forbidden,
  grants,
  type Group,
  notFound,
  refuses,
  unauthorized,
  when,
} from '#contract/case.ts';
import { basic, bearer } from '#contract/http-client.ts';
import { goodPassword } from '#contract/setup/people.ts';
import type { Setup } from '#contract/setup/setup.ts';

const nobody = '00000000-0000-4000-8000-000000000000';
const codeAnswer: Expected = { status: 200, members: 'login code' };

const invalid = (text: string, ...expression: readonly string[]): Expected => ({
  ...refuses(400, `invalid: ${text}`),
  body: { issue: [expression.length > 0 ? { expression } : { expression: undefined }] },
});

const fromOrigin = (setup: Setup, headers: Readonly<Record<string, string>>): Promise<Answer> =>
  setup.postJson(
    'auth/login',
    { email: setup.practitioner.email, password: goodPassword, scope: 'openid', clientId: setup.clients.oneOrigin.id },
    headers,
  );

export const passwordLogin: Group = {
  title: 'Signing in with a password',
  cases: [
    when('LO01', 'all is right', (setup) => setup.login(), codeAnswer),
    when(
      'LO02',
      'the password is wrong',
      (setup) => setup.login({ password: 'wrong-password-1' }),
      invalid('Email or password is invalid'),
    ),
    when(
      'LO03',
      'the password is short',
      (setup) => setup.login({ password: 'x' }),
      invalid('Password must be at least 8 characters', 'password'),
    ),
    when(
      'LO04',
      'nobody has this email',
      (setup) => setup.login({ email: 'nobody-here@example.com' }),
      invalid('User not found'),
    ),
    when(
      'LO05',
      'the email is none',
      (setup) => setup.login({ email: 'nobody' }),
      invalid('Valid email address is required', 'email'),
    ),
    when(
      'LO06',
      'the body is empty',
      (setup) => setup.postJson('auth/login', {}),
      refuses(400, 'invalid: Valid email address is required; invalid: Password must be at least 8 characters'),
    ),
    when(
      'LO07',
      'there is no challenge',
      (setup) => setup.login({ codeChallenge: undefined, codeChallengeMethod: undefined }),
      codeAnswer,
    ),
    when(
      'LO08',
      'there is a method and no challenge',
      (setup) => setup.login({ codeChallenge: undefined }),
      invalid('Invalid code challenge', 'code_challenge'),
    ),
    when(
      'LO09',
      'there is a challenge and no method',
      (setup) => setup.login({ codeChallengeMethod: undefined }),
      invalid('Invalid code challenge method', 'code_challenge_method'),
    ),
    when(
      'LO10',
      'the method is unknown',
      (setup) => setup.login({ codeChallengeMethod: 'S512' }),
      invalid('Invalid code challenge method', 'code_challenge_method'),
    ),
    when('LO11', 'the scope is made up', (setup) => setup.login({ scope: 'wibble' }), codeAnswer),
    when('LO12', 'the client is unknown', (setup) => setup.login({ clientId: nobody }), notFound),
    when('LO13', 'the client is off', (setup) => setup.login({ clientId: setup.clients.off.id }), codeAnswer),
    when(
      'LO14',
      'the client is of another project',
      (setup) => setup.login({ projectId: nobody }),
      invalid('Invalid projectId'),
    ),
    when(
      'LO15',
      'the redirect URI is not registered',
      (setup) => setup.login({ redirectUri: 'https://evil.example/' }),
      codeAnswer,
    ),
    when('LO16', 'the origin is not allowed', (setup) => fromOrigin(setup, { origin: 'https://bad.example' }), {
      ...invalid('Invalid origin'),
      headers: { 'access-control-allow-origin': 'https://bad.example' },
    }),
    when('LO17', 'the origin is allowed', (setup) => fromOrigin(setup, { origin: 'https://good.example' }), {
      ...codeAnswer,
      headers: { 'access-control-allow-origin': 'https://good.example', 'access-control-allow-credentials': 'true' },
    }),
    when('LO18', 'there is no origin', (setup) => fromOrigin(setup, {}), codeAnswer),
    when(
      'LO19',
      'a patient names neither project nor client',
      (setup) => setup.login({ email: setup.patient.email, clientId: undefined }),
      invalid('User not found'),
    ),
    when(
      'LO20',
      'a practitioner asks to be a Patient',
      (setup) => setup.login({ resourceType: 'Patient' }),
      invalid('User not found'),
    ),
    when('LO21', 'the launch is unknown', (setup) => setup.login({ launch: nobody }), notFound),
    when(
      'LO22',
      'the body is a form',
      (setup) =>
        setup.postForm('auth/login', { email: setup.practitioner.email, password: goodPassword, scope: 'openid' }),
      codeAnswer,
    ),
    when(
      'LO23',
      'a login is looked up by what is no id',
      (setup) => setup.get('auth/login/x'),
      invalid('Login ID is required', 'login'),
    ),
    when('LO24', 'an unknown login is looked up', (setup) => setup.get(`auth/login/${nobody}`), notFound),
    when(
      'LO25',
      'a login is looked up after its code was exchanged',
      async (setup) => {
        const login = await setup.login();
        await setup.redeem(textMember(login, 'code'));
        return setup.get(`auth/login/${textMember(login, 'login')}`);
      },
      invalid('Login already granted'),
    ),
    when(
      'LO26',
      'how to sign in is asked for a domain that has no rule',
      (setup) => setup.postJson('auth/method', { email: 'a@nowhere.example' }),
      {
        status: 200,
        members: '',
      },
    ),
    when(
      'LO27',
      'how to sign in is asked for nobody',
      (setup) => setup.postJson('auth/method', {}),
      invalid('Valid email address is required', 'email'),
    ),
    when(
      'LO28',
      'a client that wants no welcome is looked up',
      (setup) => setup.get(`auth/clientinfo/${setup.clients.spa.id}`),
      {
        status: 200,
        members: '',
      },
    ),
    when('LO29', 'an unknown client is looked up', (setup) => setup.get(`auth/clientinfo/${nobody}`), notFound),
  ],
};

const smartScope = 'openid user/Patient.rs user/Observation.cruds';

/** Signs in with SMART scopes, and asks for others. */
async function rescope(setup: Setup, scope: string): Promise<Answer> {
  const login = textMember(await setup.login({ scope: smartScope }), 'login');
  return setup.postJson('auth/scope', { login, scope });
}

async function narrowed(setup: Setup): Promise<string> {
  const code = textMember(await rescope(setup, 'openid email offline_access user/Patient.rs'), 'code');
  return textMember(await setup.redeem(code), 'access_token');
}

export const scopeChoice: Group = {
  title: 'Choosing scopes at sign-in',
  cases: [
    when('SC01', 'rights are added', (setup) => rescope(setup, 'openid user/Patient.cruds'), invalid('Invalid scope')),
    when('SC02', 'a type is added', (setup) => rescope(setup, 'openid user/Encounter.rs'), invalid('Invalid scope')),
    when('SC03', 'a type is left out', (setup) => rescope(setup, 'openid user/Patient.rs'), codeAnswer),
    when(
      'SC04',
      'scopes that are not about FHIR are added',
      (setup) => rescope(setup, 'openid email offline_access user/Patient.rs'),
      codeAnswer,
    ),
    when(
      'SC05',
      'the login is unknown',
      (setup) => setup.postJson('auth/scope', { login: nobody, scope: 'openid' }),
      notFound,
    ),
    when(
      'SC06',
      'the code is exchanged',
      async (setup) => setup.redeem(textMember(await rescope(setup, 'openid user/Patient.rs'), 'code')),
      grants({ body: { scope: 'openid user/Patient.rs' }, accessToken: { scope: 'openid user/Patient.rs' } }),
    ),
    when(
      'SC07',
      'a type that was left out is searched',
      async (setup) => setup.fhir('GET', 'Observation?_count=1', bearer(await narrowed(setup))),
      forbidden,
    ),
    when(
      'SC08',
      'a type that may be read is written',
      async (setup) => setup.fhir('POST', 'Patient', bearer(await narrowed(setup)), { resourceType: 'Patient' }),
      forbidden,
    ),
    when(
      'SC09',
      'all types were asked for, and one is left',
      async (setup) => {
        const login = textMember(await setup.login({ scope: 'openid user/*.rs' }), 'login');
        return setup.postJson('auth/scope', { login, scope: 'openid user/Patient.rs' });
      },
      invalid('Invalid scope'),
    ),
    when(
      'SC10',
      'no profile is chosen yet',
      async (setup) => setup.postJson('auth/scope', { login: await startTwice(setup), scope: 'openid' }),
      invalid('Login profile not set'),
    ),
    when('SC11', 'nothing is left', (setup) => rescope(setup, ''), codeAnswer),
  ],
};

const startTwice = async (setup: Setup): Promise<string> =>
  textMember(await setup.login({ email: setup.twice.email }), 'login');
const choose = async (setup: Setup, profile: string | undefined): Promise<Answer> =>
  setup.postJson('auth/profile', { login: await startTwice(setup), profile });

export const profileChoice: Group = {
  title: 'Choosing a profile at sign-in',
  cases: [
    when(
      'PR01',
      'someone has two',
      (setup) => setup.login({ email: setup.twice.email }),
      (setup) => ({
        status: 200,
        members: 'login memberships',
        body: {
          memberships: [0, 1].map(() => ({ id: /^[0-9a-f-]{36}$/, profile: { reference: setup.twice.profile } })),
        },
      }),
    ),
    when(
      'PR02',
      'someone else’s is chosen',
      (setup) => choose(setup, setup.practitioner.membershipId),
      invalid('Invalid profile'),
    ),
    when('PR03', 'none is chosen', (setup) => choose(setup, undefined), invalid('Missing profile', 'profile')),
    when('PR04', 'one is chosen', (setup) => choose(setup, setup.twice.otherMembershipId), codeAnswer),
    when(
      'PR05',
      'one is chosen twice',
      async (setup) => {
        const body = { login: await startTwice(setup), profile: setup.twice.membershipId };
        await setup.postJson('auth/profile', body);
        return setup.postJson('auth/profile', body);
      },
      invalid('Login profile already set'),
    ),
    when(
      'PR06',
      'the code of the choice is exchanged',
      async (setup) => setup.redeem(textMember(await choose(setup, setup.twice.membershipId), 'code')),
      (setup) => ({
        status: 200,
        body: { profile: { reference: setup.twice.profile } },
      }),
    ),
  ],
};

export const whoAmI: Group = {
  title: 'Who is signed in',
  cases: [
    when(
      'ME01',
      'a practitioner asks',
      async (setup) => setup.get('auth/me', bearer((await setup.signIn()).access_token)),
      (setup) => ({
        status: 200,
        members: 'user project membership profile config accessPolicy security',
        body: {
          user: { resourceType: 'User', id: setup.practitioner.userId, email: setup.practitioner.email },
          project: { resourceType: 'Project', id: setup.projectId },
          membership: { resourceType: 'ProjectMembership', id: setup.practitioner.membershipId },
          profile: { resourceType: 'Practitioner' },
          accessPolicy: { basedOn: [{ reference: `AccessPolicy/${setup.policies.practitioner}` }] },
          security: { mfaEnrolled: false, mfaRequired: false },
        },
      }),
    ),
    when(
      'ME02',
      'a client asks',
      async (setup) => setup.get('auth/me', basic(setup.clients.device.id, setup.clients.device.secret)),
      (setup) => ({
        status: 200,
        members: 'project membership profile config accessPolicy',
        body: { profile: { id: setup.clients.device.id }, membership: { id: setup.clients.device.membershipId } },
      }),
    ),
    when('ME03', 'nobody asks', (setup) => setup.get('auth/me'), {
      ...unauthorized,
      headers: { 'www-authenticate': /^Bearer realm="http/ },
    }),
    when(
      'ME04',
      'a session of someone’s own is ended',
      async (setup) => {
        const tokens = await setup.signIn();
        const [, claims = ''] = tokens.access_token.split('.');
        const { login_id: loginId } = JSON.parse(Buffer.from(claims, 'base64url').toString()) as { login_id: string };
        return setup.postJson('auth/revoke', { loginId }, bearer(tokens.access_token));
      },
      allOk,
    ),
  ],
};
