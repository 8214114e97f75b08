import { type Answer, textMember } from '#contract/answer.ts';
import { type Group, grants, grantsRefresh, refuses, unauthorized, when } from '#contract/case.ts';
import { bearer, type Fields } from '#contract/http-client.ts';
import { goodPassword } from '#contract/world/people.ts';
import { verifier } from '#contract/world/steps.ts';
import type { World } from '#contract/world/world.ts';

type Changes = Readonly<Record<string, unknown>>;

const noChallenge = { codeChallenge: undefined, codeChallengeMethod: undefined };
const uuid = /^[0-9a-f-]{36}$/;

/** Signs in, and exchanges the code. */
async function exchange(w: World, loginChanges: Changes = {}, redeemChanges: Fields = {}): Promise<Answer> {
  return w.redeem(await codeOf(w, loginChanges), redeemChanges);
}

async function codeOf(w: World, changes: Changes = {}): Promise<string> {
  return textMember(await w.login(changes), 'code');
}

/** Exchanges a code without a verifier. */
async function exchangePlainly(w: World, loginChanges: Changes, fields: Fields = {}): Promise<Answer> {
  return w.token({ grant_type: 'authorization_code', code: await codeOf(w, loginChanges), ...fields });
}

const optional = (w: World): Changes => ({ clientId: w.clients.pkceOptional.id, ...noChallenge });
const says = (text: string): ReturnType<typeof refuses> => refuses(400, `invalid_request: ${text}`);

export const authorizationCode: Group = {
  title: 'Authorization code with PKCE (RFC 6749 §4.1, RFC 7636)',
  cases: [
    when(
      'AC01',
      'a practitioner signs in',
      (w) => w.login(),
      (w) => ({
        status: 200,
        members: 'login code',
        body: { login: uuid, code: /^[0-9a-f]{32}$/ },
        headers: { 'set-cookie': new RegExp(`^medplum-${w.clients.spa.id}=[^;]+; .*HttpOnly; Secure; SameSite=None`) },
      }),
    ),
    when(
      'AC02',
      'the code and its verifier are right',
      (w) => exchange(w, {}, { client_id: w.clients.spa.id, redirect_uri: 'http://localhost:3900/callback' }),
      (w) => {
        const { profile, userId: sub, email } = w.practitioner;
        const client = w.clients.spa.id;
        return grantsRefresh({
          body: { scope: 'openid profile email offline_access', profile: { reference: profile } },
          accessToken: { aud: w.baseUrl, client_id: client, sub, username: sub, profile, email, login_id: uuid },
          idToken: { aud: client, fhirUser: profile, nonce: 'nonce-1', email, sub, auth_time: /^\d+/, login_id: uuid },
          refreshToken: { aud: w.baseUrl, client_id: client, refresh_secret: /^[0-9a-f]{64}$/, sub: undefined },
        });
      },
    ),
    when(
      'AC03',
      'a code comes again',
      async (w) => {
        const code = await codeOf(w);
        await w.redeem(code);
        return w.redeem(code);
      },
      refuses(400, 'invalid_grant: Token already granted'),
    ),
    when(
      'AC04',
      'the token of a code that came again is used',
      async (w) => {
        const code = await codeOf(w);
        const token = textMember(await w.redeem(code), 'access_token');
        await w.redeem(code);
        return w.fhir('GET', 'Patient?_count=0', bearer(token));
      },
      unauthorized,
    ),
    when(
      'AC05',
      'a code comes a third time',
      async (w) => {
        const code = await codeOf(w);
        await w.redeem(code);
        await w.redeem(code);
        return w.redeem(code);
      },
      refuses(400, 'invalid_grant: Token already granted'),
    ),
    when(
      'AC06',
      'the verifier is wrong',
      (w) => exchange(w, {}, { code_verifier: 'x'.repeat(43) }),
      says('Invalid code verifier'),
    ),
    when('AC07', 'the verifier is missing', (w) => exchangePlainly(w, {}), says('Missing code verifier')),
    when(
      'AC08',
      'a code is tried without a verifier, then with it',
      async (w) => {
        const code = await codeOf(w);
        await w.token({ grant_type: 'authorization_code', code });
        return w.redeem(code);
      },
      grantsRefresh(),
    ),
    when('AC09', 'the client is not named', (w) => exchange(w), grantsRefresh()),
    when(
      'AC10',
      'another client is named',
      (w) => exchange(w, {}, { client_id: w.clients.confidential.id }),
      says('Invalid client'),
    ),
    when(
      'AC11',
      'the redirect URI is another one',
      (w) => exchange(w, {}, { redirect_uri: 'http://localhost:3900/elsewhere' }),
      grantsRefresh(),
    ),
    when('AC12', 'the code is missing', (w) => w.token({ grant_type: 'authorization_code' }), says('Missing code')),
    when('AC13', 'the code is made up', (w) => w.redeem('deadbeef'), says('Invalid code')),
    when(
      'AC14',
      'the challenge is plain',
      (w) => exchange(w, { codeChallenge: verifier, codeChallengeMethod: 'plain' }),
      grantsRefresh(),
    ),
    when(
      'AC15',
      'there was no challenge',
      (w) => exchangePlainly(w, noChallenge, { client_id: w.clients.spa.id }),
      says('Missing verification context'),
    ),
    when(
      'AC16',
      'there was no challenge and the secret is right',
      (w) => {
        const { id, secret } = w.clients.spa;
        return exchangePlainly(w, noChallenge, { client_id: id, client_secret: secret });
      },
      says('Missing verification context'),
    ),
    when(
      'AC17',
      'PKCE is optional and the secret is wrong',
      (w) => exchangePlainly(w, optional(w), { client_id: w.clients.pkceOptional.id, client_secret: 'nope' }),
      says('Invalid secret'),
    ),
    when(
      'AC18',
      'PKCE is optional and the secret is right',
      (w) => {
        const { id, secret } = w.clients.pkceOptional;
        return exchangePlainly(w, optional(w), { client_id: id, client_secret: secret });
      },
      grantsRefresh(),
    ),
    when(
      'AC19',
      'PKCE is optional and there is neither secret nor verifier',
      (w) => exchangePlainly(w, optional(w), { client_id: w.clients.pkceOptional.id }),
      grantsRefresh(),
    ),
    when(
      'AC20',
      'PKCE is optional, was used, and the verifier is wrong',
      (w) => exchange(w, { clientId: w.clients.pkceOptional.id }, { code_verifier: 'x'.repeat(43) }),
      grantsRefresh(),
      { row: 'A client with `pkceOptional` sent a challenge', expect: says('Invalid code verifier') },
    ),
    when(
      'AC21',
      'PKCE is optional, was not used, and there is a verifier',
      (w) => exchange(w, optional(w)),
      grantsRefresh(),
      {
        row: 'A client with `pkceOptional` sends a verifier and had sent no challenge',
        expect: says('Missing verification context'),
      },
    ),
    when('AC22', 'the client is off', (w) => exchange(w, { clientId: w.clients.off.id }), grantsRefresh()),
    when(
      'AC23',
      'a patient signs in',
      (w) => exchange(w, { email: w.patient.email, password: goodPassword }),
      (w) => ({
        status: 200,
        body: { profile: { reference: w.patient.profile }, patient: w.patient.profile.replace('Patient/', '') },
        idToken: { fhirUser: w.patient.profile },
      }),
    ),
    when('AC24', 'no client signs someone in', (w) => w.login({ clientId: undefined }), {
      status: 200,
      members: 'login code',
      headers: { 'set-cookie': undefined },
    }),
    when(
      'AC25',
      'the code is of no client',
      (w) => exchange(w, { clientId: undefined, scope: 'openid' }),
      (w) =>
        grants({
          idToken: { aud: undefined, client_id: undefined, sub: w.practitioner.userId },
          accessToken: { aud: w.baseUrl, client_id: undefined },
        }),
    ),
    when(
      'AC26',
      'the client always gets a refresh token',
      (w) => exchange(w, { clientId: w.clients.refreshing.id, scope: 'openid' }),
      grantsRefresh({ body: { scope: 'openid' } }),
    ),
    when('AC27', 'offline_access is not asked for', (w) => exchange(w, { scope: 'openid' }), grants()),
    when('AC28', 'email is not asked for', (w) => exchange(w, { scope: 'openid' }), {
      status: 200,
      idToken: { email: undefined },
      accessToken: { email: undefined },
    }),
  ],
};
