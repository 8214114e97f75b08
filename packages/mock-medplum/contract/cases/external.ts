import { type Answer, locationParameter } from '#contract/answer.ts';
import { type Expected, type Group, grantsRefresh, notFound, refuses, when } from '#contract/case.ts';
import { bearer } from '#contract/http-client.ts';
import { redirectUri } from '#contract/setup/client-kinds.ts';
import type { Setup } from '#contract/setup/setup.ts';
import { s256Challenge } from '#contract/setup/steps.ts';

const nobody = '00000000-0000-4000-8000-000000000000';

type Changes = Readonly<Record<string, unknown>>;

/** What the app put into `state` when it sent its user to the identity provider. */
const stateOf = (setup: Setup, changes: Changes = {}): string =>
  JSON.stringify({
    clientId: setup.clients.external.id,
    redirectUri: redirectUri,
    scope: 'openid offline_access',
    nonce: 'nn',
    codeChallenge: s256Challenge,
    codeChallengeMethod: 'S256',
    ...changes,
  });

const callback = (setup: Setup, parameters: Readonly<Record<string, string>>): Promise<Answer> =>
  setup.get(`auth/external?${new URLSearchParams(parameters).toString()}`);

/** Comes back from the identity provider as someone with these claims. */
const comeBack = (setup: Setup, claims: object, state: Changes = {}): Promise<Answer> =>
  callback(setup, { code: setup.idp.code(claims), state: stateOf(setup, state) });

const asPaula = (setup: Setup): object => ({ sub: 'any', email: setup.practitioner.email });
const bySubject = (setup: Setup): Changes => ({ clientId: setup.clients.externalSubject.id });

const invalid = (text: string): Expected => refuses(400, `invalid: ${text}`);
const unverified = invalid('Failed to verify code - check your identity provider configuration');
const unsupported = invalid('Unsupported identity provider configuration');
const codeSent: Expected = {
  status: 302,
  headers: { location: /^http:\/\/localhost:3900\/callback\?login=[0-9a-f-]{36}&code=[0-9a-f]{32}$/ },
};
const toSignIn: Expected = {
  status: 302,
  headers: { location: /\/signin\?login=[0-9a-f-]{36}&scope=openid\+offline_access&nonce=nn&code_challenge=/ },
};

async function redeemed(setup: Setup, claims: object, state: Changes = {}): Promise<Answer> {
  return setup.redeem(locationParameter(await comeBack(setup, claims, state), 'code'));
}

export const externalSignIn: Group = {
  title: 'Signing in at an identity provider',
  cases: [
    when('EX01', 'the code is missing', (setup) => callback(setup, { state: stateOf(setup) }), invalid('Missing code')),
    when(
      'EX02',
      'the state is missing',
      (setup) => callback(setup, { code: setup.idp.code(asPaula(setup)) }),
      invalid('Missing state'),
    ),
    when(
      'EX03',
      'the state is no JSON',
      (setup) => callback(setup, { code: setup.idp.code(asPaula(setup)), state: 'abc' }),
      invalid('Invalid state'),
    ),
    when(
      'EX04',
      'the provider refused',
      (setup) => callback(setup, { error: 'access_denied', error_description: 'no', state: stateOf(setup) }),
      invalid('Missing code'),
    ),
    when(
      'EX05',
      'the client has no provider',
      (setup) => comeBack(setup, asPaula(setup), { clientId: setup.clients.spa.id }),
      invalid('Identity provider not found'),
    ),
    when('EX06', 'the client is unknown', (setup) => comeBack(setup, asPaula(setup), { clientId: nobody }), notFound),
    when(
      'EX07',
      'no client is named',
      (setup) => comeBack(setup, asPaula(setup), { clientId: undefined }),
      invalid('Identity provider not found'),
    ),
    when(
      'EX08',
      'the provider answers in HTML',
      (setup) => callback(setup, { code: 'html', state: stateOf(setup) }),
      unverified,
    ),
    when(
      'EX09',
      'the provider gives no id token',
      (setup) => callback(setup, { code: 'noidtoken', state: stateOf(setup) }),
      unverified,
    ),
    when(
      'EX10',
      'nobody has the email',
      (setup) => comeBack(setup, { sub: 'x', email: 'stranger@example.com' }),
      invalid('User not found'),
    ),
    when(
      'EX11',
      'there is no email',
      (setup) => comeBack(setup, { sub: 'x' }),
      invalid('External token does not contain email address'),
    ),
    when('EX12', 'someone has the email', (setup) => comeBack(setup, asPaula(setup)), codeSent),
    when(
      'EX13',
      'the code is exchanged',
      (setup) => redeemed(setup, asPaula(setup)),
      (setup) =>
        grantsRefresh({
          body: { scope: 'openid offline_access', profile: { reference: setup.practitioner.profile } },
          idToken: { nonce: 'nn', sub: setup.practitioner.userId, fhirUser: setup.practitioner.profile },
        }),
    ),
    when(
      'EX14',
      'the email is in another case',
      (setup) => comeBack(setup, { email: setup.practitioner.email.toUpperCase() }),
      codeSent,
    ),
    when(
      'EX15',
      'the nonce of the id token is another',
      (setup) => comeBack(setup, { ...asPaula(setup), nonce: 'other' }),
      codeSent,
    ),
    when(
      'EX16',
      'the email is not verified',
      (setup) => comeBack(setup, { ...asPaula(setup), email_verified: false }),
      codeSent,
    ),
    when(
      'EX17',
      'the redirect URI is not registered',
      (setup) => comeBack(setup, asPaula(setup), { redirectUri: 'http://evil.example/cb' }),
      invalid('Invalid redirect URI'),
    ),
    when(
      'EX18',
      'there is no redirect URI',
      (setup) => comeBack(setup, asPaula(setup), { redirectUri: undefined }),
      toSignIn,
    ),
    when(
      'EX19',
      'the project is another',
      (setup) => comeBack(setup, asPaula(setup), { projectId: nobody }),
      invalid('Invalid project'),
    ),
    when(
      'EX20',
      'the project is right',
      (setup) => comeBack(setup, asPaula(setup), { projectId: setup.projectId }),
      codeSent,
    ),
    when('EX21', 'there was no challenge', (setup) => comeBack(setup, asPaula(setup), noChallenge), codeSent),
    when(
      'EX22',
      'there was no challenge and the code is exchanged',
      async (setup) => {
        const code = locationParameter(await comeBack(setup, asPaula(setup), noChallenge), 'code');
        return setup.token({ grant_type: 'authorization_code', code, client_id: setup.clients.external.id });
      },
      refuses(400, 'invalid_request: Missing verification context'),
    ),
    when(
      'EX23',
      'the state names where to return to, without a domain',
      (setup) => comeBack(setup, asPaula(setup), { redirectUri: undefined, returnTo: 'http://localhost:3900/after' }),
      toSignIn,
    ),
    when(
      'EX24',
      'people are known by subject',
      (setup) => comeBack(setup, { sub: setup.subject }, bySubject(setup)),
      codeSent,
    ),
    when(
      'EX25',
      'people are known by subject and the code is exchanged',
      (setup) => redeemed(setup, { sub: setup.subject }, bySubject(setup)),
      (setup) => grantsRefresh({ idToken: { sub: setup.external.userId, fhirUser: setup.external.profile } }),
    ),
    when(
      'EX26',
      'the subject is unknown',
      (setup) => comeBack(setup, { sub: 'nobody' }, bySubject(setup)),
      invalid('User not found'),
    ),
    when(
      'EX27',
      'there is no subject',
      (setup) => comeBack(setup, asPaulaWithoutSub(setup), bySubject(setup)),
      invalid('External token does not contain subject'),
    ),
    when(
      'EX28',
      'someone asks who they are',
      async (setup) => {
        const { access_token: token } = (await redeemed(setup, asPaula(setup))).body as { access_token: string };
        return setup.get('auth/me', bearer(token));
      },
      (setup) => ({ status: 200, body: { membership: { id: setup.practitioner.membershipId } } }),
    ),
    when(
      'EX29',
      'how to sign in is asked for a domain with a provider',
      async (setup) => {
        const domain = await configureDomain(setup);
        return setup.postJson('auth/method', { email: `someone@${domain}` });
      },
      (setup) => ({
        status: 200,
        members: 'domain authorizeUrl',
        body: {
          domain: domainOf(setup),
          authorizeUrl: new RegExp(`^${setup.idp.url}/authorize\\?client_id=ext-client&redirect_uri=`),
        },
      }),
    ),
    when(
      'EX30',
      'the email is of another domain',
      async (setup) => {
        const state = JSON.stringify({ domain: await configureDomain(setup), scope: 'openid', nonce: 'n' });
        return callback(setup, { code: setup.idp.code(asPaula(setup)), state });
      },
      invalid('Email address does not match domain'),
    ),
    when(
      'EX31',
      'the provider knows emails, and memberships are to be found by them',
      (setup) => comeBackThrough(setup, { identityMappingMode: 'project-membership-external-id' }),
      unsupported,
    ),
    when(
      'EX32',
      'the provider knows subjects, and users are to be found by them',
      (setup) => comeBackThrough(setup, { identitySource: 'subject' }),
      unsupported,
    ),
    when(
      'EX33',
      'the provider knows emails, and users are found by them',
      (setup) => comeBackThrough(setup, { identitySource: 'email', identityMappingMode: 'user-email' }),
      codeSent,
    ),
    when(
      'EX34',
      'nobody has a provider of this issuer',
      (setup) => comeBack(setup, asPaula(setup), { clientId: setup.clients.spa.id, issuer: 'https://nobody.example' }),
      invalid('Identity provider not found'),
    ),
    ...(['authorizeUrl', 'tokenUrl', 'userInfoUrl', 'clientId', 'clientSecret'] as const).map((name, index) =>
      when(
        `EX${35 + index}`,
        `a client is made whose provider has no ${name}`,
        (setup) => makeWithProvider(setup, { [name]: undefined }),
        refuses(400, 'structure: Missing required property'),
      ),
    ),
    when(
      'EX40',
      'a client is made whose provider has something more',
      (setup) => makeWithProvider(setup, { foo: 1 }),
      refuses(400, 'structure: Invalid additional property "foo"'),
    ),
    when(
      'EX41',
      'a domain is configured without a domain',
      (setup) => {
        const resource = { resourceType: 'DomainConfiguration', identityProvider: setup.idp.settings() };
        return setup.fhir('POST', 'DomainConfiguration', bearer(setup.superToken), resource);
      },
      refuses(400, 'structure: Missing required property'),
    ),
  ],
};

function makeWithProvider(setup: Setup, changes: object): Promise<Answer> {
  const resource = { resourceType: 'ClientApplication', name: 'x', identityProvider: setup.idp.settings(changes) };
  return setup.fhir('POST', 'ClientApplication', bearer(setup.ownerToken), resource);
}

/** Comes back to a new client whose provider is set up in another way. */
async function comeBackThrough(setup: Setup, changes: object): Promise<Answer> {
  const client = await setup.newClient({ redirectUris: [redirectUri], identityProvider: setup.idp.settings(changes) });
  return comeBack(setup, asPaula(setup), { clientId: client.id });
}

const noChallenge = { codeChallenge: undefined, codeChallengeMethod: undefined };
const asPaulaWithoutSub = (setup: Setup): object => ({ email: setup.practitioner.email });
const domainOf = ({ run }: Setup): string => `corp-${run}.example`;

/** Tells the server that people of a domain sign in at the provider, once. */
async function configureDomain(setup: Setup): Promise<string> {
  const domain = domainOf(setup);
  const resource = { resourceType: 'DomainConfiguration', domain, identityProvider: setup.idp.settings() };
  const headers = bearer(setup.superToken);
  const known = await setup.fhir('GET', `DomainConfiguration?domain=${domain}`, headers);
  if (!(known.body as { entry?: unknown[] }).entry?.length) {
    await setup.fhir('POST', 'DomainConfiguration', headers, resource);
  }
  return domain;
}
