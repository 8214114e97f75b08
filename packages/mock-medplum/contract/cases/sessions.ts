import { type Answer, textMember } from '#contract/answer.ts';
import { allOk, type Expected, type Group, refuses, unauthorized, when } from '#contract/case.ts';
import { basic, bearer, type Fields } from '#contract/http-client.ts';
import { clientCredentials } from '#contract/world/steps.ts';
import type { Client, Tokens, World } from '#contract/world/world.ts';

const allScopes = { scope: 'openid profile email phone address offline_access' };
const challenged = { ...unauthorized, headers: { 'www-authenticate': /^Bearer realm="http/ } };

const asClient = ({ id, secret }: Client): Fields => basic(id, secret);
const userInfo = (w: World, token: string): Promise<Answer> => w.get('oauth2/userinfo', bearer(token));

const everything = (w: World): Expected => ({
  status: 200,
  members:
    'sub profile locale updated_at name family_name given_name middle_name preferred_username email email_verified',
  body: {
    sub: w.practitioner.userId,
    profile: w.practitioner.profile,
    name: 'Paula Practitioner',
    family_name: 'Practitioner',
    given_name: 'Paula',
    email: w.practitioner.email,
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
      async (w) => userInfo(w, (await w.signIn(allScopes)).access_token),
      everything,
    ),
    when(
      'UI02',
      'openid was asked for alone',
      async (w) => userInfo(w, (await w.signIn({ scope: 'openid' })).access_token),
      (w) => ({
        status: 200,
        members: 'sub',
        body: { sub: w.practitioner.userId },
      }),
    ),
    when(
      'UI03',
      'it is asked for with POST',
      async (w) => w.send('POST', 'oauth2/userinfo', bearer((await w.signIn(allScopes)).access_token)),
      everything,
    ),
    when(
      'UI04',
      'a client asks with its secret',
      (w) => w.get('oauth2/userinfo', asClient(w.clients.confidential)),
      (w) => ({
        status: 200,
        members: 'sub',
        body: { sub: w.clients.confidential.id },
      }),
    ),
    when('UI05', 'nobody asks', (w) => w.get('oauth2/userinfo'), challenged),
    when('UI06', 'the token is made up', (w) => userInfo(w, 'abc'), challenged),
  ],
};

const introspect = (w: World, token: string, more: Fields = {}, headers: Fields = {}): Promise<Answer> =>
  w.postForm('oauth2/introspect', { token, ...more }, headers);

const inactive: Expected = { status: 200, members: 'active', body: { active: false } };

const active = (w: World): Expected => ({
  status: 200,
  members: 'active iat exp iss sub client_id scope',
  body: {
    active: true,
    iss: w.baseUrl,
    sub: w.practitioner.userId,
    client_id: w.clients.spa.id,
    scope: allScopes.scope,
  },
});

export const introspection: Group = {
  title: 'Introspection (RFC 7662)',
  cases: [
    when(
      'IN01',
      'nobody asks about an access token',
      async (w) => introspect(w, (await w.signIn(allScopes)).access_token),
      active,
    ),
    when(
      'IN02',
      'the question is JSON',
      async (w) => w.postJson('oauth2/introspect', { token: (await w.signIn(allScopes)).access_token }),
      active,
    ),
    when(
      'IN03',
      'the token is a refresh token',
      async (w) => introspect(w, (await w.signIn(allScopes)).refresh_token, { token_type_hint: 'refresh_token' }),
      (w) => ({
        status: 200,
        members: 'active iat exp iss client_id',
        body: { active: true, client_id: w.clients.spa.id },
      }),
    ),
    when(
      'IN04',
      'the token is an id token',
      async (w) => introspect(w, (await w.signIn()).id_token),
      (w) => ({
        status: 200,
        members: 'active iat exp iss sub client_id',
        body: { active: true, sub: w.practitioner.userId },
      }),
    ),
    when(
      'IN05',
      'the token is a client’s',
      async (w) => introspect(w, await w.clientToken('confidential')),
      (w) => ({
        status: 200,
        members: 'active iat exp iss sub client_id scope',
        body: { active: true, sub: w.clients.confidential.id, scope: 'openid' },
      }),
    ),
    when(
      'IN06',
      'the token is a patient’s',
      async (w) => {
        const tokens = await w.signIn({
          email: w.patient.email,
          projectId: w.projectId,
          clientId: undefined,
          scope: 'openid',
        });
        return introspect(w, tokens.access_token);
      },
      (w) => ({
        status: 200,
        members: 'active iat exp iss sub scope patient',
        body: { active: true, sub: w.patient.userId, patient: w.patient.profile.replace('Patient/', '') },
      }),
    ),
    when('IN07', 'the token is made up', (w) => introspect(w, 'abc'), inactive),
    when(
      'IN08',
      'the token is missing',
      (w) => w.postForm('oauth2/introspect', {}),
      refuses(400, 'Token to introspect must be provided'),
    ),
    when(
      'IN09',
      'someone asks with a wrong secret',
      async (w) => introspect(w, (await w.signIn(allScopes)).access_token, {}, basic(w.clients.spa.id, 'wrong')),
      active,
    ),
    when('IN10', 'the session has ended', async (w) => introspect(w, (await signedOut(w)).access_token), inactive),
  ],
};

const signOut = (w: World, token: string): Promise<Answer> => w.send('POST', 'oauth2/logout', bearer(token));

async function signedOut(w: World): Promise<Tokens> {
  const tokens = await w.signIn();
  await signOut(w, tokens.access_token);
  return tokens;
}

async function freshClientToken(w: World): Promise<string> {
  const { id, secret } = w.clients.confidential;
  return textMember(await w.token(clientCredentials(id, secret)), 'access_token');
}

export const signingOut: Group = {
  title: 'Signing out',
  cases: [
    when('OU01', 'a user signs out', async (w) => signOut(w, (await w.signIn()).access_token), allOk),
    when('OU02', 'a user signs out twice', async (w) => signOut(w, (await signedOut(w)).access_token), challenged),
    when(
      'OU03',
      'the access token is used afterwards',
      async (w) => userInfo(w, (await signedOut(w)).access_token),
      unauthorized,
    ),
    when(
      'OU04',
      'the refresh token is used afterwards',
      async (w) => w.token({ grant_type: 'refresh_token', refresh_token: (await signedOut(w)).refresh_token }),
      refuses(400, 'invalid_grant: Token revoked'),
    ),
    when(
      'OU05',
      'a client signs out',
      async (w) => signOut(w, await freshClientToken(w)),
      (w) => ({
        ...allOk,
        headers: {
          'set-cookie': new RegExp(`^medplum-${w.clients.confidential.id}=; Path=/; Expires=Thu, 01 Jan 1970`),
        },
      }),
    ),
    when(
      'OU06',
      'a client’s token is used afterwards',
      async (w) => {
        const token = await freshClientToken(w);
        await signOut(w, token);
        return w.fhir('GET', 'Patient?_count=0', bearer(token));
      },
      unauthorized,
    ),
    when(
      'OU07',
      'a client signs out with its secret',
      (w) => w.send('POST', 'oauth2/logout', asClient(w.clients.confidential)),
      refuses(400, 'invalid: Missing id'),
    ),
    when('OU08', 'nobody signs out', (w) => w.send('POST', 'oauth2/logout'), challenged),
  ],
};

export const registration: Group = {
  title: 'Client registration (RFC 7591)',
  cases: [
    when(
      'RG01',
      'anyone registers',
      (w) => w.postJson('oauth2/register', { redirect_uris: ['http://localhost:3900/callback'], client_name: 'x' }),
      refuses(400, 'invalid_request: Invalid redirect URI'),
    ),
    when(
      'RG02',
      'the redirect URI is missing',
      (w) => w.postJson('oauth2/register', {}),
      refuses(400, 'invalid_request: Redirect URI is required'),
    ),
    when(
      'RG03',
      'the command line of Medplum registers',
      (w) => w.postJson('oauth2/register', { redirect_uris: ['http://localhost:9615'], client_name: 'x' }),
      {
        status: 201,
        members: 'client_id client_id_issued_at redirect_uris',
        body: { client_id: 'medplum-cli', redirect_uris: ['http://localhost:9615'] },
      },
    ),
  ],
};
