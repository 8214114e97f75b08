import { type Answer, textMember } from '#contract/answer.ts';
import { type Group, grants, grantsRefresh, refuses, unauthorized, when } from '#contract/case.ts';
import { bearer, type Fields } from '#contract/http-client.ts';
import { goodPassword } from '#contract/setup/people.ts';
import type { Setup } from '#contract/setup/setup.ts';
import { verifier } from '#contract/setup/steps.ts';

type Changes = Readonly<Record<string, unknown>>;

const noChallenge = { codeChallenge: undefined, codeChallengeMethod: undefined };
const uuid = /^[0-9a-f-]{36}$/;

/** Signs in, and exchanges the code. */
async function exchange(setup: Setup, loginChanges: Changes = {}, redeemChanges: Fields = {}): Promise<Answer> {
  return setup.redeem(await codeOf(setup, loginChanges), redeemChanges);
}

async function codeOf(setup: Setup, changes: Changes = {}): Promise<string> {
  return textMember(await setup.login(changes), 'code');
}

/** Exchanges a code without a verifier. */
async function exchangePlainly(setup: Setup, loginChanges: Changes, fields: Fields = {}): Promise<Answer> {
  return setup.token({ grant_type: 'authorization_code', code: await codeOf(setup, loginChanges), ...fields });
}

const optional = (setup: Setup): Changes => ({ clientId: setup.clients.pkceOptional.id, ...noChallenge });
const says = (text: string): ReturnType<typeof refuses> => refuses(400, `invalid_request: ${text}`);

export const authorizationCode: Group = {
  title: 'Authorization code with PKCE (RFC 6749 §4.1, RFC 7636)',
  cases: [
    when(
      'AC01',
      'a practitioner signs in',
      (setup) => setup.login(),
      (setup) => ({
        status: 200,
        members: 'login code',
        body: { login: uuid, code: /^[0-9a-f]{32}$/ },
        headers: {
          'set-cookie': new RegExp(`^medplum-${setup.clients.spa.id}=[^;]+; .*HttpOnly; Secure; SameSite=None`),
        },
      }),
    ),
    when(
      'AC02',
      'the code and its verifier are right',
      (setup) =>
        exchange(setup, {}, { client_id: setup.clients.spa.id, redirect_uri: 'http://localhost:3900/callback' }),
      (setup) => {
        const { profile, userId: sub, email } = setup.practitioner;
        const client = setup.clients.spa.id;
        return grantsRefresh({
          body: { scope: 'openid profile email offline_access', profile: { reference: profile } },
          accessToken: { aud: setup.baseUrl, client_id: client, sub, username: sub, profile, email, login_id: uuid },
          idToken: { aud: client, fhirUser: profile, nonce: 'nonce-1', email, sub, auth_time: /^\d+/, login_id: uuid },
          refreshToken: { aud: setup.baseUrl, client_id: client, refresh_secret: /^[0-9a-f]{64}$/, sub: undefined },
        });
      },
    ),
    when(
      'AC03',
      'a code comes again',
      async (setup) => {
        const code = await codeOf(setup);
        await setup.redeem(code);
        return setup.redeem(code);
      },
      refuses(400, 'invalid_grant: Token already granted'),
    ),
    when(
      'AC04',
      'the token of a code that came again is used',
      async (setup) => {
        const code = await codeOf(setup);
        const token = textMember(await setup.redeem(code), 'access_token');
        await setup.redeem(code);
        return setup.fhir('GET', 'Patient?_count=0', bearer(token));
      },
      unauthorized,
    ),
    when(
      'AC05',
      'a code comes a third time',
      async (setup) => {
        const code = await codeOf(setup);
        await setup.redeem(code);
        await setup.redeem(code);
        return setup.redeem(code);
      },
      refuses(400, 'invalid_grant: Token already granted'),
    ),
    when(
      'AC06',
      'the verifier is wrong',
      (setup) => exchange(setup, {}, { code_verifier: 'x'.repeat(43) }),
      says('Invalid code verifier'),
    ),
    when('AC07', 'the verifier is missing', (setup) => exchangePlainly(setup, {}), says('Missing code verifier')),
    when(
      'AC08',
      'a code is tried without a verifier, then with it',
      async (setup) => {
        const code = await codeOf(setup);
        await setup.token({ grant_type: 'authorization_code', code });
        return setup.redeem(code);
      },
      grantsRefresh(),
    ),
    when('AC09', 'the client is not named', (setup) => exchange(setup), grantsRefresh()),
    when(
      'AC10',
      'another client is named',
      (setup) => exchange(setup, {}, { client_id: setup.clients.confidential.id }),
      says('Invalid client'),
    ),
    when(
      'AC11',
      'the redirect URI is another one',
      (setup) => exchange(setup, {}, { redirect_uri: 'http://localhost:3900/elsewhere' }),
      grantsRefresh(),
    ),
    when(
      'AC12',
      'the code is missing',
      (setup) => setup.token({ grant_type: 'authorization_code' }),
      says('Missing code'),
    ),
    when('AC13', 'the code is made up', (setup) => setup.redeem('deadbeef'), says('Invalid code')),
    when(
      'AC14',
      'the challenge is plain',
      (setup) => exchange(setup, { codeChallenge: verifier, codeChallengeMethod: 'plain' }),
      grantsRefresh(),
    ),
    when(
      'AC15',
      'there was no challenge',
      (setup) => exchangePlainly(setup, noChallenge, { client_id: setup.clients.spa.id }),
      says('Missing verification context'),
    ),
    when(
      'AC16',
      'there was no challenge and the secret is right',
      (setup) => {
        const { id, secret } = setup.clients.spa;
        return exchangePlainly(setup, noChallenge, { client_id: id, client_secret: secret });
      },
      says('Missing verification context'),
    ),
    when(
      'AC17',
      'PKCE is optional and the secret is wrong',
      (setup) =>
        exchangePlainly(setup, optional(setup), { client_id: setup.clients.pkceOptional.id, client_secret: 'nope' }),
      says('Invalid secret'),
    ),
    when(
      'AC18',
      'PKCE is optional and the secret is right',
      (setup) => {
        const { id, secret } = setup.clients.pkceOptional;
        return exchangePlainly(setup, optional(setup), { client_id: id, client_secret: secret });
      },
      grantsRefresh(),
    ),
    when(
      'AC19',
      'PKCE is optional and there is neither secret nor verifier',
      (setup) => exchangePlainly(setup, optional(setup), { client_id: setup.clients.pkceOptional.id }),
      grantsRefresh(),
    ),
    when(
      'AC20',
      'PKCE is optional, was used, and the verifier is wrong',
      (setup) => exchange(setup, { clientId: setup.clients.pkceOptional.id }, { code_verifier: 'x'.repeat(43) }),
      grantsRefresh(),
      { row: 'A client with `pkceOptional` sent a challenge', expect: says('Invalid code verifier') },
    ),
    when(
      'AC21',
      'PKCE is optional, was not used, and there is a verifier',
      (setup) => exchange(setup, optional(setup)),
      grantsRefresh(),
      {
        row: 'A client with `pkceOptional` sends a verifier and had sent no challenge',
        expect: says('Missing verification context'),
      },
    ),
    when('AC22', 'the client is off', (setup) => exchange(setup, { clientId: setup.clients.off.id }), grantsRefresh()),
    when(
      'AC23',
      'a patient signs in',
      (setup) => exchange(setup, { email: setup.patient.email, password: goodPassword }),
      (setup) => ({
        status: 200,
        body: { profile: { reference: setup.patient.profile }, patient: setup.patient.profile.replace('Patient/', '') },
        idToken: { fhirUser: setup.patient.profile },
      }),
    ),
    when('AC24', 'no client signs someone in', (setup) => setup.login({ clientId: undefined }), {
      status: 200,
      members: 'login code',
      headers: { 'set-cookie': undefined },
    }),
    when(
      'AC25',
      'the code is of no client',
      (setup) => exchange(setup, { clientId: undefined, scope: 'openid' }),
      (setup) =>
        grants({
          idToken: { aud: undefined, client_id: undefined, sub: setup.practitioner.userId },
          accessToken: { aud: setup.baseUrl, client_id: undefined },
        }),
    ),
    when(
      'AC26',
      'the client always gets a refresh token',
      (setup) => exchange(setup, { clientId: setup.clients.refreshing.id, scope: 'openid' }),
      grantsRefresh({ body: { scope: 'openid' } }),
    ),
    when('AC27', 'offline_access is not asked for', (setup) => exchange(setup, { scope: 'openid' }), grants()),
    when('AC28', 'email is not asked for', (setup) => exchange(setup, { scope: 'openid' }), {
      status: 200,
      idToken: { email: undefined },
      accessToken: { email: undefined },
    }),
  ],
};
