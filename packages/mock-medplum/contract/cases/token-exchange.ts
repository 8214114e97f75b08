import { type Answer, textMember } from '#contract/answer.ts';
import {
  type Expected,
  forbidden,
  type Group,
  grants,
  grantsRefresh,
  refuses,
  unauthorized,
  when,
} from '#contract/case.ts';
import { basic, bearer, type Fields } from '#contract/http-client.ts';
import type { World } from '#contract/world/world.ts';

const nobody = '00000000-0000-4000-8000-000000000000';
const accessToken = 'urn:ietf:params:oauth:token-type:access_token';

type Changes = Readonly<Record<string, string | undefined>>;

/** Exchanges the provider's access token for Medplum's. */
function exchange(w: World, subjectToken: string, changes: Changes = {}, headers: Fields = {}): Promise<Answer> {
  const fields: Changes = {
    grant_type: 'urn:ietf:params:oauth:grant-type:token-exchange',
    client_id: w.clients.external.id,
    subject_token_type: accessToken,
    subject_token: subjectToken,
    ...changes,
  };
  const given = Object.entries(fields).filter((entry): entry is [string, string] => entry[1] !== undefined);
  return w.postForm('oauth2/token', given, headers);
}

const paulas = (w: World): string => w.idp.accessToken({ sub: 'x', email: w.practitioner.email });
const says = (text: string): Expected => refuses(400, `invalid_request: ${text}`);
const invalidClient = says('Invalid client');
const userNotFound = refuses(400, 'invalid: User not found');
const unverified = says('Failed to verify code - check your identity provider configuration');

const isPaula = (w: World): Expected =>
  grantsRefresh({
    body: { scope: 'openid offline_access', profile: { reference: w.practitioner.profile } },
    accessToken: { sub: w.practitioner.userId, client_id: w.clients.external.id },
  });

export const tokenExchange: Group = {
  title: 'Token exchange (RFC 8693)',
  cases: [
    when('TE01', 'someone has the email', (w) => exchange(w, paulas(w)), isPaula),
    when(
      'TE02',
      'someone asks who they are',
      async (w) => {
        return w.get('auth/me', bearer(textMember(await exchange(w, paulas(w)), 'access_token')));
      },
      (w) => ({ status: 200, body: { membership: { id: w.practitioner.membershipId } } }),
    ),
    when(
      'TE03',
      'a scope without offline_access is asked for',
      (w) => exchange(w, paulas(w), { scope: 'openid' }),
      grants({ body: { scope: 'openid' } }),
    ),
    when(
      'TE04',
      'people are known by subject',
      (w) => exchange(w, w.idp.accessToken({ sub: w.subject }), { client_id: w.clients.externalSubject.id }),
      (w) => grantsRefresh({ accessToken: { sub: w.external.userId } }),
    ),
    when('TE05', 'the secret is wrong', (w) => exchange(w, paulas(w), { client_secret: 'wrong' }), isPaula),
    when(
      'TE06',
      'the client is in the header alone',
      (w) => exchange(w, paulas(w), { client_id: undefined }, basic(w.clients.external.id, w.clients.external.secret)),
      invalidClient,
    ),
    when('TE07', 'the client is missing', (w) => exchange(w, paulas(w), { client_id: undefined }), invalidClient),
    when('TE08', 'the client is unknown', (w) => exchange(w, paulas(w), { client_id: nobody }), invalidClient),
    when(
      'TE09',
      'the client has no provider',
      (w) => exchange(w, paulas(w), { client_id: w.clients.spa.id }),
      invalidClient,
    ),
    when(
      'TE10',
      'the token is missing',
      (w) => exchange(w, '', { subject_token: undefined }),
      says('Invalid subject_token'),
    ),
    when(
      'TE11',
      'the token is an id token',
      (w) => exchange(w, paulas(w), { subject_token_type: 'urn:ietf:params:oauth:token-type:id_token' }),
      says('Invalid subject_token_type'),
    ),
    when(
      'TE12',
      'the token is any JWT',
      (w) => exchange(w, paulas(w), { subject_token_type: 'urn:ietf:params:oauth:token-type:jwt' }),
      says('Invalid subject_token_type'),
    ),
    when('TE13', 'the provider knows no such token', (w) => exchange(w, 'bad'), unverified),
    when(
      'TE14',
      'the provider is asked too often',
      (w) => exchange(w, 'ratelimit'),
      refuses(429, 'invalid_request: Too Many Requests'),
    ),
    when('TE15', 'the provider fails', (w) => exchange(w, 'servererror'), unverified),
    when(
      'TE16',
      'the provider answers in HTML',
      (w) => exchange(w, 'html'),
      says('Failed to verify code - unsupported content type: text/html'),
    ),
    when('TE17', 'the provider answers with a JWT of nobody', (w) => exchange(w, 'jwtinfo'), userNotFound),
    when(
      'TE18',
      'nobody has the email',
      (w) => exchange(w, w.idp.accessToken({ email: 'stranger@example.com' })),
      userNotFound,
    ),
    when(
      'TE19',
      'nobody has the subject',
      (w) => exchange(w, w.idp.accessToken({ sub: 'nobody' }), { client_id: w.clients.externalSubject.id }),
      userNotFound,
    ),
    when(
      'TE20',
      'a membership is named',
      (w) => exchange(w, paulas(w), { membership_id: w.practitioner.membershipId }),
      isPaula,
    ),
    when(
      'TE21',
      'someone else’s membership is named',
      (w) => exchange(w, paulas(w), { membership_id: w.patient.membershipId }),
      userNotFound,
    ),
    when('TE22', 'the provider tells neither email nor subject', (w) => exchange(w, w.idp.accessToken({ name: 'x' })), {
      ...refuses(400, 'invalid: Missing email or externalId'),
      body: { issue: [{ expression: ['externalId'] }] },
    }),
    when(
      'TE23',
      'the token is exchanged at /auth/exchange',
      (w) => w.postJson('auth/exchange', { externalAccessToken: paulas(w), clientId: w.clients.external.id }),
      isPaula,
    ),
    when(
      'TE24',
      'nothing is exchanged at /auth/exchange',
      (w) => w.postJson('auth/exchange', {}),
      refuses(400, 'invalid: Missing externalAccessToken; invalid: Missing clientId'),
    ),
    when(
      'TE25',
      'a token that the provider does not know is exchanged at /auth/exchange',
      (w) => w.postJson('auth/exchange', { externalAccessToken: 'bad', clientId: w.clients.external.id }),
      unverified,
    ),
  ],
};

const preAuthorized = 'urn:ietf:params:oauth:grant-type:pre-authorized_code';

async function preauthorize(w: World, changes: object = {}, headers: Fields = {}): Promise<Answer> {
  const token = bearer(await w.clientToken('admin'));
  const body = { clientId: w.clients.spa.id, scope: 'openid offline_access', expiresIn: 60, ...changes };
  return w.postJson('auth/preauthorize', body, { ...token, ...headers });
}

const forOwner = (w: World): Fields => ({ 'x-medplum-on-behalf-of': w.owner.profile });

async function redeemPreauthorized(w: World, fields: Fields, code?: string): Promise<Answer> {
  const known = code ?? textMember(await preauthorize(w, {}, forOwner(w)), 'preAuthorizedCode');
  return w.token({ grant_type: preAuthorized, 'pre-authorized_code': known, ...fields });
}

export const preAuthorizedCode: Group = {
  title: 'Pre-authorized code (OpenID for Verifiable Credential Issuance 1.0 §3.5)',
  cases: [
    when('PA01', 'an admin client asks on behalf of someone', (w) => preauthorize(w, {}, forOwner(w)), {
      status: 200,
      members: 'preAuthorizedCode expiresAt',
      body: { preAuthorizedCode: /^[0-9a-f]{256}$/, expiresAt: /^\d{4}-\d\d-\d\dT/ },
    }),
    when(
      'PA02',
      'an admin client asks on behalf of nobody',
      (w) => preauthorize(w),
      refuses(400, 'invalid: Pre-authorization requires onBehalfOfMembership'),
    ),
    when(
      'PA03',
      'a client asks that is no admin',
      async (w) => {
        return w.postJson(
          'auth/preauthorize',
          { clientId: w.clients.spa.id },
          bearer(await w.clientToken('confidential')),
        );
      },
      forbidden,
    ),
    when(
      'PA04',
      'the code is to live too long',
      (w) => preauthorize(w, { expiresIn: 99_999_999 }, forOwner(w)),
      refuses(400, 'invalid: expiresIn must be a positive integer not exceeding 604800 seconds'),
    ),
    when(
      'PA05',
      'the code is exchanged',
      (w) => redeemPreauthorized(w, { client_id: w.clients.spa.id }),
      (w) => grants({ idToken: { fhirUser: w.owner.profile, sub: w.owner.userId } }),
    ),
    when(
      'PA06',
      'another client exchanges the code',
      (w) => redeemPreauthorized(w, { client_id: w.clients.confidential.id }),
      invalidClient,
    ),
    when('PA07', 'no client exchanges the code', (w) => redeemPreauthorized(w, {}), says('Missing client_id')),
    when(
      'PA08',
      'the code is made up',
      (w) => redeemPreauthorized(w, { client_id: w.clients.spa.id }, 'x'),
      says('Invalid pre-authorized_code'),
    ),
    when(
      'PA09',
      'the code is missing',
      (w) => w.token({ grant_type: preAuthorized, client_id: w.clients.spa.id }),
      says('Missing pre-authorized_code'),
    ),
    when(
      'PA10',
      'the token of a code that came again is used',
      async (w) => {
        const code = textMember(await preauthorize(w, {}, forOwner(w)), 'preAuthorizedCode');
        const fields = { client_id: w.clients.spa.id };
        const token = textMember(await redeemPreauthorized(w, fields, code), 'access_token');
        await redeemPreauthorized(w, fields, code);
        return w.get('auth/me', bearer(token));
      },
      unauthorized,
    ),
  ],
};
