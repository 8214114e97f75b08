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
import { goodPassword } from '#contract/world/people.ts';
import type { World } from '#contract/world/world.ts';

const nobody = '00000000-0000-4000-8000-000000000000';
const codeAnswer: Expected = { status: 200, members: 'login code' };

const invalid = (text: string, ...expression: readonly string[]): Expected => ({
  ...refuses(400, `invalid: ${text}`),
  body: { issue: [expression.length > 0 ? { expression } : { expression: undefined }] },
});

const fromOrigin = (w: World, headers: Readonly<Record<string, string>>): Promise<Answer> =>
  w.postJson(
    'auth/login',
    { email: w.practitioner.email, password: goodPassword, scope: 'openid', clientId: w.clients.oneOrigin.id },
    headers,
  );

export const passwordLogin: Group = {
  title: 'Signing in with a password',
  cases: [
    when('LO01', 'all is right', (w) => w.login(), codeAnswer),
    when(
      'LO02',
      'the password is wrong',
      (w) => w.login({ password: 'wrong-password-1' }),
      invalid('Email or password is invalid'),
    ),
    when(
      'LO03',
      'the password is short',
      (w) => w.login({ password: 'x' }),
      invalid('Password must be at least 8 characters', 'password'),
    ),
    when(
      'LO04',
      'nobody has this email',
      (w) => w.login({ email: 'nobody-here@example.com' }),
      invalid('User not found'),
    ),
    when(
      'LO05',
      'the email is none',
      (w) => w.login({ email: 'nobody' }),
      invalid('Valid email address is required', 'email'),
    ),
    when(
      'LO06',
      'the body is empty',
      (w) => w.postJson('auth/login', {}),
      refuses(400, 'invalid: Valid email address is required; invalid: Password must be at least 8 characters'),
    ),
    when(
      'LO07',
      'there is no challenge',
      (w) => w.login({ codeChallenge: undefined, codeChallengeMethod: undefined }),
      codeAnswer,
    ),
    when(
      'LO08',
      'there is a method and no challenge',
      (w) => w.login({ codeChallenge: undefined }),
      invalid('Invalid code challenge', 'code_challenge'),
    ),
    when(
      'LO09',
      'there is a challenge and no method',
      (w) => w.login({ codeChallengeMethod: undefined }),
      invalid('Invalid code challenge method', 'code_challenge_method'),
    ),
    when(
      'LO10',
      'the method is unknown',
      (w) => w.login({ codeChallengeMethod: 'S512' }),
      invalid('Invalid code challenge method', 'code_challenge_method'),
    ),
    when('LO11', 'the scope is made up', (w) => w.login({ scope: 'wibble' }), codeAnswer),
    when('LO12', 'the client is unknown', (w) => w.login({ clientId: nobody }), notFound),
    when('LO13', 'the client is off', (w) => w.login({ clientId: w.clients.off.id }), codeAnswer),
    when(
      'LO14',
      'the client is of another project',
      (w) => w.login({ projectId: nobody }),
      invalid('Invalid projectId'),
    ),
    when(
      'LO15',
      'the redirect URI is not registered',
      (w) => w.login({ redirectUri: 'https://evil.example/' }),
      codeAnswer,
    ),
    when('LO16', 'the origin is not allowed', (w) => fromOrigin(w, { origin: 'https://bad.example' }), {
      ...invalid('Invalid origin'),
      headers: { 'access-control-allow-origin': 'https://bad.example' },
    }),
    when('LO17', 'the origin is allowed', (w) => fromOrigin(w, { origin: 'https://good.example' }), {
      ...codeAnswer,
      headers: { 'access-control-allow-origin': 'https://good.example', 'access-control-allow-credentials': 'true' },
    }),
    when('LO18', 'there is no origin', (w) => fromOrigin(w, {}), codeAnswer),
    when(
      'LO19',
      'a patient names neither project nor client',
      (w) => w.login({ email: w.patient.email, clientId: undefined }),
      invalid('User not found'),
    ),
    when(
      'LO20',
      'a practitioner asks to be a Patient',
      (w) => w.login({ resourceType: 'Patient' }),
      invalid('User not found'),
    ),
    when('LO21', 'the launch is unknown', (w) => w.login({ launch: nobody }), notFound),
    when(
      'LO22',
      'the body is a form',
      (w) => w.postForm('auth/login', { email: w.practitioner.email, password: goodPassword, scope: 'openid' }),
      codeAnswer,
    ),
    when(
      'LO23',
      'a login is looked up by what is no id',
      (w) => w.get('auth/login/x'),
      invalid('Login ID is required', 'login'),
    ),
    when('LO24', 'an unknown login is looked up', (w) => w.get(`auth/login/${nobody}`), notFound),
    when(
      'LO25',
      'a login is looked up after its code was exchanged',
      async (w) => {
        const login = await w.login();
        await w.redeem(textMember(login, 'code'));
        return w.get(`auth/login/${textMember(login, 'login')}`);
      },
      invalid('Login already granted'),
    ),
    when(
      'LO26',
      'how to sign in is asked for a domain that has no rule',
      (w) => w.postJson('auth/method', { email: 'a@nowhere.example' }),
      {
        status: 200,
        members: '',
      },
    ),
    when(
      'LO27',
      'how to sign in is asked for nobody',
      (w) => w.postJson('auth/method', {}),
      invalid('Valid email address is required', 'email'),
    ),
    when('LO28', 'a client that wants no welcome is looked up', (w) => w.get(`auth/clientinfo/${w.clients.spa.id}`), {
      status: 200,
      members: '',
    }),
    when('LO29', 'an unknown client is looked up', (w) => w.get(`auth/clientinfo/${nobody}`), notFound),
  ],
};

const smartScope = 'openid user/Patient.rs user/Observation.cruds';

/** Signs in with SMART scopes, and asks for others. */
async function rescope(w: World, scope: string): Promise<Answer> {
  const login = textMember(await w.login({ scope: smartScope }), 'login');
  return w.postJson('auth/scope', { login, scope });
}

async function narrowed(w: World): Promise<string> {
  const code = textMember(await rescope(w, 'openid email offline_access user/Patient.rs'), 'code');
  return textMember(await w.redeem(code), 'access_token');
}

export const scopeChoice: Group = {
  title: 'Choosing scopes at sign-in',
  cases: [
    when('SC01', 'rights are added', (w) => rescope(w, 'openid user/Patient.cruds'), invalid('Invalid scope')),
    when('SC02', 'a type is added', (w) => rescope(w, 'openid user/Encounter.rs'), invalid('Invalid scope')),
    when('SC03', 'a type is left out', (w) => rescope(w, 'openid user/Patient.rs'), codeAnswer),
    when(
      'SC04',
      'scopes that are not about FHIR are added',
      (w) => rescope(w, 'openid email offline_access user/Patient.rs'),
      codeAnswer,
    ),
    when('SC05', 'the login is unknown', (w) => w.postJson('auth/scope', { login: nobody, scope: 'openid' }), notFound),
    when(
      'SC06',
      'the code is exchanged',
      async (w) => w.redeem(textMember(await rescope(w, 'openid user/Patient.rs'), 'code')),
      grants({ body: { scope: 'openid user/Patient.rs' }, accessToken: { scope: 'openid user/Patient.rs' } }),
    ),
    when(
      'SC07',
      'a type that was left out is searched',
      async (w) => w.fhir('GET', 'Observation?_count=1', bearer(await narrowed(w))),
      forbidden,
    ),
    when(
      'SC08',
      'a type that may be read is written',
      async (w) => w.fhir('POST', 'Patient', bearer(await narrowed(w)), { resourceType: 'Patient' }),
      forbidden,
    ),
  ],
};

const startTwice = async (w: World): Promise<string> => textMember(await w.login({ email: w.twice.email }), 'login');
const choose = async (w: World, profile: string | undefined): Promise<Answer> =>
  w.postJson('auth/profile', { login: await startTwice(w), profile });

export const profileChoice: Group = {
  title: 'Choosing a profile at sign-in',
  cases: [
    when(
      'PR01',
      'someone has two',
      (w) => w.login({ email: w.twice.email }),
      (w) => ({
        status: 200,
        members: 'login memberships',
        body: { memberships: [0, 1].map(() => ({ id: /^[0-9a-f-]{36}$/, profile: { reference: w.twice.profile } })) },
      }),
    ),
    when('PR02', 'someone else’s is chosen', (w) => choose(w, w.practitioner.membershipId), invalid('Invalid profile')),
    when('PR03', 'none is chosen', (w) => choose(w, undefined), invalid('Missing profile', 'profile')),
    when('PR04', 'one is chosen', (w) => choose(w, w.twice.otherMembershipId), codeAnswer),
    when(
      'PR05',
      'one is chosen twice',
      async (w) => {
        const body = { login: await startTwice(w), profile: w.twice.membershipId };
        await w.postJson('auth/profile', body);
        return w.postJson('auth/profile', body);
      },
      invalid('Login profile already set'),
    ),
    when(
      'PR06',
      'the code of the choice is exchanged',
      async (w) => w.redeem(textMember(await choose(w, w.twice.membershipId), 'code')),
      (w) => ({
        status: 200,
        body: { profile: { reference: w.twice.profile } },
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
      async (w) => w.get('auth/me', bearer((await w.signIn()).access_token)),
      (w) => ({
        status: 200,
        members: 'user project membership profile config accessPolicy security',
        body: {
          user: { resourceType: 'User', id: w.practitioner.userId, email: w.practitioner.email },
          project: { resourceType: 'Project', id: w.projectId },
          membership: { resourceType: 'ProjectMembership', id: w.practitioner.membershipId },
          profile: { resourceType: 'Practitioner' },
          accessPolicy: { basedOn: [{ reference: `AccessPolicy/${w.policies.practitioner}` }] },
          security: { mfaEnrolled: false, mfaRequired: false },
        },
      }),
    ),
    when(
      'ME02',
      'a client asks',
      async (w) => w.get('auth/me', basic(w.clients.device.id, w.clients.device.secret)),
      (w) => ({
        status: 200,
        members: 'project membership profile config accessPolicy',
        body: { profile: { id: w.clients.device.id }, membership: { id: w.clients.device.membershipId } },
      }),
    ),
    when('ME03', 'nobody asks', (w) => w.get('auth/me'), {
      ...unauthorized,
      headers: { 'www-authenticate': /^Bearer realm="http/ },
    }),
    when(
      'ME04',
      'a session of someone’s own is ended',
      async (w) => {
        const tokens = await w.signIn();
        const [, claims = ''] = tokens.access_token.split('.');
        const { login_id: loginId } = JSON.parse(Buffer.from(claims, 'base64url').toString()) as { login_id: string };
        return w.postJson('auth/revoke', { loginId }, bearer(tokens.access_token));
      },
      allOk,
    ),
  ],
};
