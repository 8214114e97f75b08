import { type Answer, locationParameter } from '#contract/answer.ts';
import { type Expected, type Group, grantsRefresh, notFound, refuses, when } from '#contract/case.ts';
import { bearer } from '#contract/http-client.ts';
import { redirectUri } from '#contract/world/client-kinds.ts';
import { s256Challenge } from '#contract/world/steps.ts';
import type { World } from '#contract/world/world.ts';

const nobody = '00000000-0000-4000-8000-000000000000';

type Changes = Readonly<Record<string, unknown>>;

/** What the app put into `state` when it sent its user to the identity provider. */
const stateOf = (w: World, changes: Changes = {}): string =>
  JSON.stringify({
    clientId: w.clients.external.id,
    redirectUri: redirectUri,
    scope: 'openid offline_access',
    nonce: 'nn',
    codeChallenge: s256Challenge,
    codeChallengeMethod: 'S256',
    ...changes,
  });

const callback = (w: World, parameters: Readonly<Record<string, string>>): Promise<Answer> =>
  w.get(`auth/external?${new URLSearchParams(parameters).toString()}`);

/** Comes back from the identity provider as someone with these claims. */
const comeBack = (w: World, claims: object, state: Changes = {}): Promise<Answer> =>
  callback(w, { code: w.idp.code(claims), state: stateOf(w, state) });

const asPaula = (w: World): object => ({ sub: 'any', email: w.practitioner.email });
const bySubject = (w: World): Changes => ({ clientId: w.clients.externalSubject.id });

const invalid = (text: string): Expected => refuses(400, `invalid: ${text}`);
const unverified = invalid('Failed to verify code - check your identity provider configuration');
const codeSent: Expected = {
  status: 302,
  headers: { location: /^http:\/\/localhost:3900\/callback\?login=[0-9a-f-]{36}&code=[0-9a-f]{32}$/ },
};
const toSignIn: Expected = {
  status: 302,
  headers: { location: /\/signin\?login=[0-9a-f-]{36}&scope=openid\+offline_access&nonce=nn&code_challenge=/ },
};

async function redeemed(w: World, claims: object, state: Changes = {}): Promise<Answer> {
  return w.redeem(locationParameter(await comeBack(w, claims, state), 'code'));
}

export const externalSignIn: Group = {
  title: 'Signing in at an identity provider',
  cases: [
    when('EX01', 'the code is missing', (w) => callback(w, { state: stateOf(w) }), invalid('Missing code')),
    when(
      'EX02',
      'the state is missing',
      (w) => callback(w, { code: w.idp.code(asPaula(w)) }),
      invalid('Missing state'),
    ),
    when(
      'EX03',
      'the state is no JSON',
      (w) => callback(w, { code: w.idp.code(asPaula(w)), state: 'abc' }),
      invalid('Invalid state'),
    ),
    when(
      'EX04',
      'the provider refused',
      (w) => callback(w, { error: 'access_denied', error_description: 'no', state: stateOf(w) }),
      invalid('Missing code'),
    ),
    when(
      'EX05',
      'the client has no provider',
      (w) => comeBack(w, asPaula(w), { clientId: w.clients.spa.id }),
      invalid('Identity provider not found'),
    ),
    when('EX06', 'the client is unknown', (w) => comeBack(w, asPaula(w), { clientId: nobody }), notFound),
    when(
      'EX07',
      'no client is named',
      (w) => comeBack(w, asPaula(w), { clientId: undefined }),
      invalid('Identity provider not found'),
    ),
    when('EX08', 'the provider answers in HTML', (w) => callback(w, { code: 'html', state: stateOf(w) }), unverified),
    when(
      'EX09',
      'the provider gives no id token',
      (w) => callback(w, { code: 'noidtoken', state: stateOf(w) }),
      unverified,
    ),
    when(
      'EX10',
      'nobody has the email',
      (w) => comeBack(w, { sub: 'x', email: 'stranger@example.com' }),
      invalid('User not found'),
    ),
    when(
      'EX11',
      'there is no email',
      (w) => comeBack(w, { sub: 'x' }),
      invalid('External token does not contain email address'),
    ),
    when('EX12', 'someone has the email', (w) => comeBack(w, asPaula(w)), codeSent),
    when(
      'EX13',
      'the code is exchanged',
      (w) => redeemed(w, asPaula(w)),
      (w) =>
        grantsRefresh({
          body: { scope: 'openid offline_access', profile: { reference: w.practitioner.profile } },
          idToken: { nonce: 'nn', sub: w.practitioner.userId, fhirUser: w.practitioner.profile },
        }),
    ),
    when(
      'EX14',
      'the email is in another case',
      (w) => comeBack(w, { email: w.practitioner.email.toUpperCase() }),
      codeSent,
    ),
    when(
      'EX15',
      'the nonce of the id token is another',
      (w) => comeBack(w, { ...asPaula(w), nonce: 'other' }),
      codeSent,
    ),
    when('EX16', 'the email is not verified', (w) => comeBack(w, { ...asPaula(w), email_verified: false }), codeSent),
    when(
      'EX17',
      'the redirect URI is not registered',
      (w) => comeBack(w, asPaula(w), { redirectUri: 'http://evil.example/cb' }),
      invalid('Invalid redirect URI'),
    ),
    when('EX18', 'there is no redirect URI', (w) => comeBack(w, asPaula(w), { redirectUri: undefined }), toSignIn),
    when(
      'EX19',
      'the project is another',
      (w) => comeBack(w, asPaula(w), { projectId: nobody }),
      invalid('Invalid project'),
    ),
    when('EX20', 'the project is right', (w) => comeBack(w, asPaula(w), { projectId: w.projectId }), codeSent),
    when('EX21', 'there was no challenge', (w) => comeBack(w, asPaula(w), noChallenge), codeSent),
    when(
      'EX22',
      'there was no challenge and the code is exchanged',
      async (w) => {
        const code = locationParameter(await comeBack(w, asPaula(w), noChallenge), 'code');
        return w.token({ grant_type: 'authorization_code', code, client_id: w.clients.external.id });
      },
      refuses(400, 'invalid_request: Missing verification context'),
    ),
    when(
      'EX23',
      'the state names where to return to, without a domain',
      (w) => comeBack(w, asPaula(w), { redirectUri: undefined, returnTo: 'http://localhost:3900/after' }),
      toSignIn,
    ),
    when('EX24', 'people are known by subject', (w) => comeBack(w, { sub: w.subject }, bySubject(w)), codeSent),
    when(
      'EX25',
      'people are known by subject and the code is exchanged',
      (w) => redeemed(w, { sub: w.subject }, bySubject(w)),
      (w) => grantsRefresh({ idToken: { sub: w.external.userId, fhirUser: w.external.profile } }),
    ),
    when(
      'EX26',
      'the subject is unknown',
      (w) => comeBack(w, { sub: 'nobody' }, bySubject(w)),
      invalid('User not found'),
    ),
    when(
      'EX27',
      'there is no subject',
      (w) => comeBack(w, asPaulaWithoutSub(w), bySubject(w)),
      invalid('External token does not contain subject'),
    ),
    when(
      'EX28',
      'someone asks who they are',
      async (w) => {
        const { access_token: token } = (await redeemed(w, asPaula(w))).body as { access_token: string };
        return w.get('auth/me', bearer(token));
      },
      (w) => ({ status: 200, body: { membership: { id: w.practitioner.membershipId } } }),
    ),
    when(
      'EX29',
      'how to sign in is asked for a domain with a provider',
      async (w) => {
        const domain = await configureDomain(w);
        return w.postJson('auth/method', { email: `someone@${domain}` });
      },
      (w) => ({
        status: 200,
        members: 'domain authorizeUrl',
        body: {
          domain: domainOf(w),
          authorizeUrl: new RegExp(`^${w.idp.url}/authorize\\?client_id=ext-client&redirect_uri=`),
        },
      }),
    ),
    when(
      'EX30',
      'the email is of another domain',
      async (w) => {
        const state = JSON.stringify({ domain: await configureDomain(w), scope: 'openid', nonce: 'n' });
        return callback(w, { code: w.idp.code(asPaula(w)), state });
      },
      invalid('Email address does not match domain'),
    ),
  ],
};

const noChallenge = { codeChallenge: undefined, codeChallengeMethod: undefined };
const asPaulaWithoutSub = (w: World): object => ({ email: w.practitioner.email });
const domainOf = ({ run }: World): string => `corp-${run}.example`;

/** Tells the server that people of a domain sign in at the provider, once. */
async function configureDomain(w: World): Promise<string> {
  const domain = domainOf(w);
  const resource = { resourceType: 'DomainConfiguration', domain, identityProvider: w.idp.settings() };
  const headers = bearer(w.superToken);
  const known = await w.fhir('GET', `DomainConfiguration?domain=${domain}`, headers);
  if (!(known.body as { entry?: unknown[] }).entry?.length) {
    await w.fhir('POST', 'DomainConfiguration', headers, resource);
  }
  return domain;
}
