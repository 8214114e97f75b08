import { type Answer, textMember } from '#contract/answer.ts';
import { allOk, type Expected, forbidden, type Group, refuses, unauthorized, when } from '#contract/case.ts';
import { basic, bearer, type Fields } from '#contract/http-client.ts';
import type { Client, Tokens, Setup } from '#contract/setup/setup.ts';
import { clientCredentials } from '#contract/setup/steps.ts';

const allScopes = { scope: 'openid profile email phone address offline_access' };
const challenged = { ...unauthorized, headers: { 'www-authenticate': /^Bearer realm="http/ } };

const asClient = ({ id, secret }: Client): Fields => basic(id, secret);
const userInfo = (setup: Setup, token: string): Promise<Answer> => setup.get('oauth2/userinfo', bearer(token));

const everything = (setup: Setup): Expected => ({
  status: 200,
  members:
    'sub profile locale updated_at name family_name given_name middle_name preferred_username email email_verified',
  body: {
    sub: setup.practitioner.userId,
    profile: setup.practitioner.profile,
    name: 'Paula Practitioner',
    family_name: 'Practitioner',
    given_name: 'Paula',
    email: setup.practitioner.email,
    email_verified: false,
    locale: 'en-US',
  },
});

export const userInfoEndpoint: Group = {
  title: 'Userinfo (OpenID Connect Core 1.0 §5.3)',
  cases: [
    when(
      'UI01',
      'all scopes were asked for',
      async (setup) => userInfo(setup, (await setup.signIn(allScopes)).access_token),
      everything,
    ),
    when(
      'UI02',
      'openid was asked for alone',
      async (setup) => userInfo(setup, (await setup.signIn({ scope: 'openid' })).access_token),
      (setup) => ({
        status: 200,
        members: 'sub',
        body: { sub: setup.practitioner.userId },
      }),
    ),
    when(
      'UI03',
      'it is asked for with POST',
      async (setup) => setup.send('POST', 'oauth2/userinfo', bearer((await setup.signIn(allScopes)).access_token)),
      everything,
    ),
    when(
      'UI04',
      'a client asks with its secret',
      (setup) => setup.get('oauth2/userinfo', asClient(setup.clients.confidential)),
      (setup) => ({
        status: 200,
        members: 'sub',
        body: { sub: setup.clients.confidential.id },
      }),
    ),
    when('UI05', 'nobody asks', (setup) => setup.get('oauth2/userinfo'), challenged),
    when(
      'UI07',
      'the caller may not read the profile',
      async (setup) => userInfo(setup, await setup.clientToken('device')),
      forbidden,
    ),
    when('UI06', 'the token is made up', (setup) => userInfo(setup, 'abc'), challenged),
  ],
};

const introspect = (setup: Setup, token: string, more: Fields = {}, headers: Fields = {}): Promise<Answer> =>
  setup.postForm('oauth2/introspect', { token, ...more }, headers);

const inactive: Expected = { status: 200, members: 'active', body: { active: false } };

const active = (setup: Setup): Expected => ({
  status: 200,
  members: 'active iat exp iss sub client_id scope',
  body: {
    active: true,
    iss: setup.baseUrl,
    sub: setup.practitioner.userId,
    client_id: setup.clients.spa.id,
    scope: allScopes.scope,
  },
});

export const introspection: Group = {
  title: 'Introspection (RFC 7662)',
  cases: [
    when(
      'IN01',
      'nobody asks about an access token',
      async (setup) => introspect(setup, (await setup.signIn(allScopes)).access_token),
      active,
    ),
    when(
      'IN02',
      'the question is JSON',
      async (setup) => setup.postJson('oauth2/introspect', { token: (await setup.signIn(allScopes)).access_token }),
      active,
    ),
    when(
      'IN03',
      'the token is a refresh token',
      async (setup) =>
        introspect(setup, (await setup.signIn(allScopes)).refresh_token, { token_type_hint: 'refresh_token' }),
      (setup) => ({
        status: 200,
        members: 'active iat exp iss client_id',
        body: { active: true, client_id: setup.clients.spa.id },
      }),
    ),
    when(
      'IN04',
      'the token is an id token',
      async (setup) => introspect(setup, (await setup.signIn()).id_token),
      (setup) => ({
        status: 200,
        members: 'active iat exp iss sub client_id',
        body: { active: true, sub: setup.practitioner.userId },
      }),
    ),
    when(
      'IN05',
      'the token is a client’s',
      async (setup) => introspect(setup, await setup.clientToken('confidential')),
      (setup) => ({
        status: 200,
        members: 'active iat exp iss sub client_id scope',
        body: { active: true, sub: setup.clients.confidential.id, scope: 'openid' },
      }),
    ),
    when(
      'IN06',
      'the token is a patient’s',
      async (setup) => {
        const tokens = await setup.signIn({
          email: setup.patient.email,
          projectId: setup.projectId,
          clientId: undefined,
          scope: 'openid',
        });
        return introspect(setup, tokens.access_token);
      },
      (setup) => ({
        status: 200,
        members: 'active iat exp iss sub scope patient',
        body: { active: true, sub: setup.patient.userId, patient: setup.patient.profile.replace('Patient/', '') },
      }),
    ),
    when('IN07', 'the token is made up', (setup) => introspect(setup, 'abc'), inactive),
    when(
      'IN08',
      'the token is missing',
      (setup) => setup.postForm('oauth2/introspect', {}),
      refuses(400, 'Token to introspect must be provided'),
    ),
    when(
      'IN09',
      'someone asks with a wrong secret',
      async (setup) =>
        introspect(setup, (await setup.signIn(allScopes)).access_token, {}, basic(setup.clients.spa.id, 'wrong')),
      active,
    ),
    when(
      'IN10',
      'the session has ended',
      async (setup) => introspect(setup, (await signedOut(setup)).access_token),
      inactive,
    ),
    when(
      'IN11',
      'somebody asks whose membership is gone',
      async (setup) => {
        const { id, secret, membershipId } = await setup.newClient();
        const token = textMember(await setup.token(clientCredentials(id, secret)), 'access_token');
        await setup.fhir('DELETE', `ProjectMembership/${membershipId}`, bearer(setup.ownerToken));
        return setup.postForm('oauth2/introspect', { token }, bearer(token));
      },
      refuses(400, 'invalid: Authentication error'),
    ),
  ],
};

const signOut = (setup: Setup, token: string): Promise<Answer> => setup.send('POST', 'oauth2/logout', bearer(token));

async function signedOut(setup: Setup): Promise<Tokens> {
  const tokens = await setup.signIn();
  await signOut(setup, tokens.access_token);
  return tokens;
}

async function freshClientToken(setup: Setup): Promise<string> {
  const { id, secret } = setup.clients.confidential;
  return textMember(await setup.token(clientCredentials(id, secret)), 'access_token');
}

export const signingOut: Group = {
  title: 'Signing out',
  cases: [
    when('OU01', 'a user signs out', async (setup) => signOut(setup, (await setup.signIn()).access_token), allOk),
    when(
      'OU02',
      'a user signs out twice',
      async (setup) => signOut(setup, (await signedOut(setup)).access_token),
      challenged,
    ),
    when(
      'OU03',
      'the access token is used afterwards',
      async (setup) => userInfo(setup, (await signedOut(setup)).access_token),
      unauthorized,
    ),
    when(
      'OU04',
      'the refresh token is used afterwards',
      async (setup) =>
        setup.token({ grant_type: 'refresh_token', refresh_token: (await signedOut(setup)).refresh_token }),
      refuses(400, 'invalid_grant: Token revoked'),
    ),
    when(
      'OU05',
      'a client signs out',
      async (setup) => signOut(setup, await freshClientToken(setup)),
      (setup) => ({
        ...allOk,
        headers: {
          'set-cookie': new RegExp(`^medplum-${setup.clients.confidential.id}=; Path=/; Expires=Thu, 01 Jan 1970`),
        },
      }),
    ),
    when(
      'OU06',
      'a client’s token is used afterwards',
      async (setup) => {
        const token = await freshClientToken(setup);
        await signOut(setup, token);
        return setup.fhir('GET', 'Patient?_count=0', bearer(token));
      },
      unauthorized,
    ),
    when(
      'OU07',
      'a client signs out with its secret',
      (setup) => setup.send('POST', 'oauth2/logout', asClient(setup.clients.confidential)),
      refuses(400, 'invalid: Missing id'),
    ),
    when('OU08', 'nobody signs out', (setup) => setup.send('POST', 'oauth2/logout'), challenged),
  ],
};

export const registration: Group = {
  title: 'Client registration (RFC 7591)',
  cases: [
    when(
      'RG01',
      'anyone registers',
      (setup) =>
        setup.postJson('oauth2/register', { redirect_uris: ['http://localhost:3900/callback'], client_name: 'x' }),
      refuses(400, 'invalid_request: Invalid redirect URI'),
    ),
    when(
      'RG02',
      'the redirect URI is missing',
      (setup) => setup.postJson('oauth2/register', {}),
      refuses(400, 'invalid_request: Redirect URI is required'),
    ),
    when(
      'RG03',
      'the command line of Medplum registers',
      (setup) => setup.postJson('oauth2/register', { redirect_uris: ['http://localhost:9615'], client_name: 'x' }),
      {
        status: 201,
        members: 'client_id client_id_issued_at redirect_uris',
        body: { client_id: 'medplum-cli', redirect_uris: ['http://localhost:9615'] },
      },
    ),
  ],
};
