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
import type { Setup } from '#contract/setup/setup.ts';

const nobody = '00000000-0000-4000-8000-000000000000';
const accessToken = 'urn:ietf:params:oauth:token-type:access_token';

type Changes = Readonly<Record<string, string | undefined>>;

/** Exchanges the provider's access token for Medplum's. */
function exchange(setup: Setup, subjectToken: string, changes: Changes = {}, headers: Fields = {}): Promise<Answer> {
  const fields: Changes = {
    grant_type: 'urn:ietf:params:oauth:grant-type:token-exchange',
    client_id: setup.clients.external.id,
    subject_token_type: accessToken,
    subject_token: subjectToken,
    ...changes,
  };
  const given = Object.entries(fields).filter((entry): entry is [string, string] => entry[1] !== undefined);
  return setup.postForm('oauth2/token', given, headers);
}

const paulas = (setup: Setup): string => setup.idp.accessToken({ sub: 'x', email: setup.practitioner.email });
const says = (text: string): Expected => refuses(400, `invalid_request: ${text}`);
const invalidClient = says('Invalid client');
const userNotFound = refuses(400, 'invalid: User not found');
const unverified = says('Failed to verify code - check your identity provider configuration');

const isPaula = (setup: Setup): Expected =>
  grantsRefresh({
    body: { scope: 'openid offline_access', profile: { reference: setup.practitioner.profile } },
    accessToken: { sub: setup.practitioner.userId, client_id: setup.clients.external.id },
  });

export const tokenExchange: Group = {
  title: 'Token exchange (RFC 8693)',
  cases: [
    when('TE01', 'someone has the email', (setup) => exchange(setup, paulas(setup)), isPaula),
    when(
      'TE02',
      'someone asks who they are',
      async (setup) => {
        return setup.get('auth/me', bearer(textMember(await exchange(setup, paulas(setup)), 'access_token')));
      },
      (setup) => ({ status: 200, body: { membership: { id: setup.practitioner.membershipId } } }),
    ),
    when(
      'TE03',
      'a scope without offline_access is asked for',
      (setup) => exchange(setup, paulas(setup), { scope: 'openid' }),
      grants({ body: { scope: 'openid' } }),
    ),
    when(
      'TE04',
      'people are known by subject',
      (setup) =>
        exchange(setup, setup.idp.accessToken({ sub: setup.subject }), { client_id: setup.clients.externalSubject.id }),
      (setup) => grantsRefresh({ accessToken: { sub: setup.external.userId } }),
    ),
    when('TE05', 'the secret is wrong', (setup) => exchange(setup, paulas(setup), { client_secret: 'wrong' }), isPaula),
    when(
      'TE06',
      'the client is in the header alone',
      (setup) =>
        exchange(
          setup,
          paulas(setup),
          { client_id: undefined },
          basic(setup.clients.external.id, setup.clients.external.secret),
        ),
      invalidClient,
    ),
    when(
      'TE07',
      'the client is missing',
      (setup) => exchange(setup, paulas(setup), { client_id: undefined }),
      invalidClient,
    ),
    when(
      'TE08',
      'the client is unknown',
      (setup) => exchange(setup, paulas(setup), { client_id: nobody }),
      invalidClient,
    ),
    when(
      'TE09',
      'the client has no provider',
      (setup) => exchange(setup, paulas(setup), { client_id: setup.clients.spa.id }),
      invalidClient,
    ),
    when(
      'TE10',
      'the token is missing',
      (setup) => exchange(setup, '', { subject_token: undefined }),
      says('Invalid subject_token'),
    ),
    when(
      'TE11',
      'the token is an id token',
      (setup) => exchange(setup, paulas(setup), { subject_token_type: 'urn:ietf:params:oauth:token-type:id_token' }),
      says('Invalid subject_token_type'),
    ),
    when(
      'TE12',
      'the token is any JWT',
      (setup) => exchange(setup, paulas(setup), { subject_token_type: 'urn:ietf:params:oauth:token-type:jwt' }),
      says('Invalid subject_token_type'),
    ),
    when('TE13', 'the provider knows no such token', (setup) => exchange(setup, 'bad'), unverified),
    when(
      'TE14',
      'the provider is asked too often',
      (setup) => exchange(setup, 'ratelimit'),
      refuses(429, 'invalid_request: Too Many Requests'),
    ),
    when('TE15', 'the provider fails', (setup) => exchange(setup, 'servererror'), unverified),
    when(
      'TE16',
      'the provider answers in HTML',
      (setup) => exchange(setup, 'html'),
      says('Failed to verify code - unsupported content type: text/html'),
    ),
    when('TE17', 'the provider answers with a JWT of nobody', (setup) => exchange(setup, 'jwtinfo'), userNotFound),
    when(
      'TE18',
      'nobody has the email',
      (setup) => exchange(setup, setup.idp.accessToken({ email: 'stranger@example.com' })),
      userNotFound,
    ),
    when(
      'TE19',
      'nobody has the subject',
      (setup) =>
        exchange(setup, setup.idp.accessToken({ sub: 'nobody' }), { client_id: setup.clients.externalSubject.id }),
      userNotFound,
    ),
    when(
      'TE20',
      'a membership is named',
      (setup) => exchange(setup, paulas(setup), { membership_id: setup.practitioner.membershipId }),
      isPaula,
    ),
    when(
      'TE21',
      'someone else’s membership is named',
      (setup) => exchange(setup, paulas(setup), { membership_id: setup.patient.membershipId }),
      userNotFound,
    ),
    when(
      'TE22',
      'the provider tells neither email nor subject',
      (setup) => exchange(setup, setup.idp.accessToken({ name: 'x' })),
      {
        ...refuses(400, 'invalid: Missing email or externalId'),
        body: { issue: [{ expression: ['externalId'] }] },
      },
    ),
    when(
      'TE23',
      'the token is exchanged at /auth/exchange',
      (setup) =>
        setup.postJson('auth/exchange', { externalAccessToken: paulas(setup), clientId: setup.clients.external.id }),
      isPaula,
    ),
    when(
      'TE24',
      'nothing is exchanged at /auth/exchange',
      (setup) => setup.postJson('auth/exchange', {}),
      refuses(400, 'invalid: Missing externalAccessToken; invalid: Missing clientId'),
    ),
    when(
      'TE25',
      'a token that the provider does not know is exchanged at /auth/exchange',
      (setup) => setup.postJson('auth/exchange', { externalAccessToken: 'bad', clientId: setup.clients.external.id }),
      unverified,
    ),
  ],
};

const preAuthorized = 'urn:ietf:params:oauth:grant-type:pre-authorized_code';

async function preauthorize(setup: Setup, changes: object = {}, headers: Fields = {}): Promise<Answer> {
  const token = bearer(await setup.clientToken('admin'));
  const body = { clientId: setup.clients.spa.id, scope: 'openid offline_access', expiresIn: 60, ...changes };
  return setup.postJson('auth/preauthorize', body, { ...token, ...headers });
}

const forOwner = (setup: Setup): Fields => ({ 'x-medplum-on-behalf-of': setup.owner.profile });

async function redeemPreauthorized(setup: Setup, fields: Fields, code?: string): Promise<Answer> {
  const known = code ?? textMember(await preauthorize(setup, {}, forOwner(setup)), 'preAuthorizedCode');
  return setup.token({ grant_type: preAuthorized, 'pre-authorized_code': known, ...fields });
}

export const preAuthorizedCode: Group = {
  title: 'Pre-authorized code (OpenID for Verifiable Credential Issuance 1.0 §3.5)',
  cases: [
    when('PA01', 'an admin client asks on behalf of someone', (setup) => preauthorize(setup, {}, forOwner(setup)), {
      status: 200,
      members: 'preAuthorizedCode expiresAt',
      body: { preAuthorizedCode: /^[0-9a-f]{256}$/, expiresAt: /^\d{4}-\d\d-\d\dT/ },
    }),
    when(
      'PA02',
      'an admin client asks on behalf of nobody',
      (setup) => preauthorize(setup),
      refuses(400, 'invalid: Pre-authorization requires onBehalfOfMembership'),
    ),
    when(
      'PA03',
      'a client asks that is no admin',
      async (setup) => {
        return setup.postJson(
          'auth/preauthorize',
          { clientId: setup.clients.spa.id },
          bearer(await setup.clientToken('confidential')),
        );
      },
      forbidden,
    ),
    when(
      'PA04',
      'the code is to live too long',
      (setup) => preauthorize(setup, { expiresIn: 99_999_999 }, forOwner(setup)),
      refuses(400, 'invalid: expiresIn must be a positive integer not exceeding 604800 seconds'),
    ),
    when(
      'PA05',
      'the code is exchanged',
      (setup) => redeemPreauthorized(setup, { client_id: setup.clients.spa.id }),
      (setup) => grants({ idToken: { fhirUser: setup.owner.profile, sub: setup.owner.userId } }),
    ),
    when(
      'PA06',
      'another client exchanges the code',
      (setup) => redeemPreauthorized(setup, { client_id: setup.clients.confidential.id }),
      invalidClient,
    ),
    when('PA07', 'no client exchanges the code', (setup) => redeemPreauthorized(setup, {}), says('Missing client_id')),
    when(
      'PA08',
      'the code is made up',
      (setup) => redeemPreauthorized(setup, { client_id: setup.clients.spa.id }, 'x'),
      says('Invalid pre-authorized_code'),
    ),
    when(
      'PA09',
      'the code is missing',
      (setup) => setup.token({ grant_type: preAuthorized, client_id: setup.clients.spa.id }),
      says('Missing pre-authorized_code'),
    ),
    when(
      'PA10',
      'the token of a code that came again is used',
      async (setup) => {
        const code = textMember(await preauthorize(setup, {}, forOwner(setup)), 'preAuthorizedCode');
        const fields = { client_id: setup.clients.spa.id };
        const token = textMember(await redeemPreauthorized(setup, fields, code), 'access_token');
        await redeemPreauthorized(setup, fields, code);
        return setup.get('auth/me', bearer(token));
      },
      unauthorized,
    ),
    when(
      'PA11',
      'a client exchanges the code that is not there',
      (setup) => redeemPreauthorized(setup, { client_id: nobody }),
      refuses(400, 'invalid_client: Invalid client'),
    ),
    when(
      'PA12',
      'a client exchanges the code that is off',
      (setup) => redeemPreauthorized(setup, { client_id: setup.clients.off.id }),
      invalidClient,
    ),
  ],
};
