import { type Answer, locationParameter, textMember } from '#contract/answer.ts';
import { type Expected, type Group, grantsRefresh, refuses, when } from '#contract/case.ts';
import { bearer, type Fields } from '#contract/http-client.ts';
import { redirectUri } from '#contract/setup/client-kinds.ts';
import type { Setup } from '#contract/setup/setup.ts';
import { s256Challenge } from '#contract/setup/steps.ts';
import { makeLaunch } from './make-launch.ts';

const nobody = '00000000-0000-4000-8000-000000000000';

type Changes = Readonly<Record<string, string | undefined>>;

function query(setup: Setup, changes: Changes = {}): URLSearchParams {
  const all: Changes = {
    response_type: 'code',
    client_id: setup.clients.spa.id,
    redirect_uri: redirectUri,
    scope: 'openid',
    state: 'st-1',
    code_challenge: s256Challenge,
    code_challenge_method: 'S256',
    ...changes,
  };
  return new URLSearchParams(Object.entries(all).filter((entry): entry is [string, string] => entry[1] !== undefined));
}

const authorize = (setup: Setup, changes: Changes = {}, headers: Fields = {}): Promise<Answer> =>
  setup.get(`oauth2/authorize?${query(setup, changes).toString()}`, headers);

/** Sent to the sign-in page with everything that was asked. */
const toSignIn = (setup: Setup, changes: Changes = {}): Expected => ({
  status: 302,
  headers: { location: new RegExp(`^https?://[^?]+/oauth\\?${escape(query(setup, changes).toString())}$`) },
});

/** Sent back with an error (RFC 6749 §4.1.2.1). */
const sentBack = (error: string, description: string): Expected => {
  const parameters = new URLSearchParams({ error, error_description: description, state: 'st-1' });
  return { status: 302, headers: { location: `${redirectUri}?${parameters.toString()}` } };
};

const loginRequired = sentBack('login_required', 'Login required');
const escape = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);

/** Signs in; the answer's cookie as a header, and the code. */
async function session(setup: Setup): Promise<Readonly<{ cookie: Fields; code: string; login: string }>> {
  const answer = await setup.login({ scope: 'openid offline_access' });
  const [cookie = ''] = answer.setCookies[0]?.split(';') ?? [];
  return { cookie: { cookie }, code: textMember(answer, 'code'), login: textMember(answer, 'login') };
}

/** Signs in and exchanges the code: from then on the cookie counts. */
async function granted(setup: Setup): Promise<Awaited<ReturnType<typeof session>> & Readonly<{ token: string }>> {
  const started = await session(setup);
  return { ...started, token: textMember(await setup.redeem(started.code), 'access_token') };
}

const codeSent: Expected = {
  status: 302,
  headers: { location: /^http:\/\/localhost:3900\/callback\?code=[0-9a-f]{32}&state=st-1$/ },
};

export const authorizeEndpoint: Group = {
  title: 'Authorization endpoint (RFC 6749 §3.1)',
  cases: [
    when(
      'AU01',
      'all is right',
      (setup) => authorize(setup),
      (setup) => toSignIn(setup),
    ),
    when(
      'AU02',
      'the client is missing',
      (setup) => authorize(setup, { client_id: undefined }),
      refuses(400, 'Client not found'),
    ),
    when(
      'AU03',
      'the client is unknown',
      (setup) => authorize(setup, { client_id: nobody }),
      refuses(400, 'Client not found'),
    ),
    when(
      'AU04',
      'the client is off',
      (setup) => authorize(setup, { client_id: setup.clients.off.id }),
      (setup) => toSignIn(setup, { client_id: setup.clients.off.id }),
    ),
    when(
      'AU05',
      'the redirect URI is missing',
      (setup) => authorize(setup, { redirect_uri: undefined }),
      refuses(400, 'Missing redirect URI'),
    ),
    when(
      'AU06',
      'the redirect URI is none',
      (setup) => authorize(setup, { redirect_uri: 'nope' }),
      refuses(400, 'Invalid redirect URI'),
    ),
    when(
      'AU07',
      'the redirect URI is not registered',
      (setup) => authorize(setup, { redirect_uri: 'http://evil.example/cb' }),
      refuses(400, 'Invalid redirect URI'),
    ),
    when(
      'AU08',
      'the redirect URI has more of a path',
      (setup) => authorize(setup, { redirect_uri: `${redirectUri}/more` }),
      refuses(400, 'Invalid redirect URI'),
    ),
    when(
      'AU09',
      'the scope is missing',
      (setup) => authorize(setup, { scope: undefined }),
      sentBack('invalid_request', 'Missing scope'),
    ),
    when(
      'AU10',
      'the response type is missing',
      (setup) => authorize(setup, { response_type: undefined }),
      sentBack('unsupported_response_type', 'Invalid response type'),
    ),
    when(
      'AU11',
      'there is a request object',
      (setup) => authorize(setup, { request: 'x' }),
      sentBack('request_not_supported', 'Unsupported request parameter'),
    ),
    when(
      'AU12',
      'the audience is another server',
      (setup) => authorize(setup, { aud: 'https://evil.example' }),
      sentBack('invalid_request', 'Invalid audience'),
    ),
    when(
      'AU13',
      'the audience is the FHIR endpoint',
      (setup) => authorize(setup, { aud: `${setup.baseUrl}fhir/R4` }),
      (setup) => toSignIn(setup, { aud: `${setup.baseUrl}fhir/R4` }),
    ),
    when(
      'AU14',
      'there is a challenge and no method',
      (setup) => authorize(setup, { code_challenge_method: undefined }),
      sentBack('invalid_request', 'Missing code challenge method'),
    ),
    when(
      'AU15',
      'the method is unknown',
      (setup) => authorize(setup, { code_challenge_method: 'S512' }),
      (setup) => toSignIn(setup, { code_challenge_method: 'S512' }),
    ),
    when(
      'AU16',
      'there is no challenge',
      (setup) => authorize(setup, { code_challenge: undefined, code_challenge_method: undefined }),
      (setup) => toSignIn(setup, { code_challenge: undefined, code_challenge_method: undefined }),
    ),
    when(
      'AU17',
      'the launch is unknown',
      (setup) => authorize(setup, { launch: nobody }),
      sentBack('invalid_request', 'Invalid launch'),
    ),
    when(
      'AU18',
      'no page may be shown and nobody is signed in',
      (setup) => authorize(setup, { prompt: 'none' }),
      loginRequired,
    ),
    when(
      'AU19',
      'the request is posted',
      (setup) => setup.postForm('oauth2/authorize', [...query(setup).entries()]),
      (setup) => toSignIn(setup),
    ),
    when(
      'AU20',
      'no page may be shown and the code was not exchanged yet',
      async (setup) => authorize(setup, { prompt: 'none' }, (await session(setup)).cookie),
      loginRequired,
    ),
    when(
      'AU21',
      'no page may be shown and someone is signed in',
      async (setup) => authorize(setup, { prompt: 'none', nonce: 'n2' }, (await granted(setup)).cookie),
      codeSent,
    ),
    when(
      'AU22',
      'the access token of before is used after the silent code was given',
      async (setup) => {
        const { cookie, token } = await granted(setup);
        await authorize(setup, { prompt: 'none' }, cookie);
        return setup.get('auth/me', bearer(token));
      },
      { status: 200 },
    ),
    when(
      'AU23',
      'the silent code is exchanged',
      async (setup) => {
        const answer = await authorize(setup, { prompt: 'none', nonce: 'n2' }, (await granted(setup)).cookie);
        return setup.redeem(locationParameter(answer, 'code'));
      },
      grantsRefresh({ idToken: { nonce: 'n2' }, body: { scope: 'openid offline_access' } }),
    ),
    when(
      'AU24',
      'the first code comes back after the silent one was given',
      async (setup) => {
        const { cookie, code } = await granted(setup);
        await authorize(setup, { prompt: 'none' }, cookie);
        return setup.redeem(code);
      },
      refuses(400, 'invalid_request: Invalid code'),
    ),
    when(
      'AU25',
      'a page may be shown and someone is signed in',
      async (setup) => authorize(setup, {}, (await granted(setup)).cookie),
      { status: 302, headers: { location: /\/oauth\?.*&login=[0-9a-f-]{36}$/ } },
    ),
    when(
      'AU26',
      'the session is too old',
      async (setup) => authorize(setup, { prompt: 'none', max_age: '0' }, (await granted(setup)).cookie),
      loginRequired,
    ),
    when(
      'AU27',
      'the session is of another client',
      async (setup) =>
        authorize(setup, { prompt: 'none', client_id: setup.clients.confidential.id }, (await granted(setup)).cookie),
      loginRequired,
    ),
    when(
      'AU28',
      'the access token of before is introspected after the silent code was given',
      async (setup) => {
        const { cookie, token } = await granted(setup);
        await authorize(setup, { prompt: 'none' }, cookie);
        return setup.postForm('oauth2/introspect', { token });
      },
      { status: 200, body: { active: false } },
    ),
    when(
      'AU29',
      'someone is signed in, and an app is launched for a patient',
      async (setup) => {
        const { cookie } = await granted(setup);
        const answer = await authorize(setup, { prompt: 'none', launch: await makeLaunch(setup, setup.bob) }, cookie);
        return setup.redeem(locationParameter(answer, 'code'));
      },
      (setup) => ({ status: 200, body: { patient: setup.bob } }),
    ),
    when(
      'AU30',
      'someone came by a launch, and an app is launched for another patient',
      async (setup) => {
        const first = await setup.login({ scope: 'launch openid', launch: await makeLaunch(setup, setup.alice) });
        await setup.redeem(textMember(first, 'code'));
        const [cookie = ''] = first.setCookies[0]?.split(';') ?? [];
        const launch = await makeLaunch(setup, setup.bob);
        const answer = await authorize(setup, { prompt: 'none', launch }, { cookie });
        return setup.redeem(locationParameter(answer, 'code'));
      },
      (setup) => ({ status: 200, body: { patient: setup.bob } }),
    ),
  ],
};
