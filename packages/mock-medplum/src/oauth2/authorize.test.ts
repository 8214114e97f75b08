import type { ClientApplication } from '@medplum/fhirtypes';
import { decodeJwt } from 'jose';
import { describe, expect, test } from 'vitest';
import { ids, clientRedirectUri } from '#project/test-project.ts';
import { type Answer, s256Challenge, startTestMedplum, type TestMedplum, type Tokens } from '#test-medplum.ts';

const request = {
  response_type: 'code',
  client_id: ids.spa,
  redirect_uri: clientRedirectUri,
  scope: 'openid',
  state: 'st-1',
  code_challenge: s256Challenge,
  code_challenge_method: 'S256',
};

type Changes = Readonly<Record<string, string | undefined>>;

function authorize(medplum: TestMedplum, changes: Changes = {}, headers: Record<string, string> = {}): Promise<Answer> {
  return medplum.send(`oauth2/authorize?${query({ ...request, ...changes })}`, { headers });
}

function query(parameters: Changes): string {
  return new URLSearchParams(JSON.parse(JSON.stringify(parameters)) as Record<string, string>).toString();
}

function clientAt(redirectUri: string): ClientApplication {
  return { resourceType: 'ClientApplication', id: ids.nothing, redirectUris: [redirectUri] };
}

function locationOf({ headers }: Answer): string {
  return headers.get('location') ?? '';
}

describe('authorization request', () => {
  test('authorization request, well formed, leads to the sign-in page with all its parameters', async () => {
    await using medplum = await startTestMedplum();

    const answer = await authorize(medplum, { nonce: 'n-1' });

    expect(answer.status).toBe(302);
    expect(answer.headers.get('content-type')).toBe('text/plain; charset=utf-8');
    expect(locationOf(answer)).toBe(`${medplum.baseUrl}oauth?${query({ ...request, nonce: 'n-1' })}`);
  });

  test('authorization request, sent by POST, is answered like one by GET', async () => {
    await using medplum = await startTestMedplum();

    const answer = await medplum.postForm('oauth2/authorize', request);

    expect(answer.status).toBe(302);
    expect(locationOf(answer)).toBe(`${medplum.baseUrl}oauth?${query(request)}`);
  });

  test('authorization request without a scope, of a client with default ones, asks for those', async () => {
    const client = { ...clientAt(clientRedirectUri), defaultScope: ['openid', 'profile'] };
    await using medplum = await startTestMedplum({ resources: [client] });

    const answer = await authorize(medplum, { client_id: ids.nothing, scope: undefined });

    expect(new URL(locationOf(answer)).searchParams.get('scope')).toBe('openid profile');
  });

  test.each([
    ['no client', { client_id: undefined }, 'Client not found'],
    ['an unknown client', { client_id: 'nobody' }, 'Client not found'],
    ['no redirect URI', { redirect_uri: undefined }, 'Missing redirect URI'],
    ['a redirect URI that is no URL', { redirect_uri: 'nope' }, 'Invalid redirect URI'],
  ])('authorization request, with %s, is refused in plain text', async (_case, changes, text) => {
    await using medplum = await startTestMedplum();

    const answer = await authorize(medplum, changes);

    expect(answer).toMatchObject({ status: 400, body: text });
    expect(answer.headers.get('content-type')).toBe('text/html; charset=utf-8');
  });

  test.each([
    ['another host', 'http://evil.example/callback?kept=1'],
    ['another port', 'http://localhost:3901/callback?kept=1'],
    ['a longer path', 'http://localhost:3900/callback/more?kept=1'],
    ['a path that climbs', 'http://localhost:3900/x/../callback?kept=1'],
    ['an encoded path', 'http://localhost:3900/%63allback?kept=1'],
    ['one more parameter', 'http://localhost:3900/callback?kept=1&more=1'],
    ['no query', 'http://localhost:3900/callback'],
    ['a user name', 'http://localhost:3900@evil.example/callback?kept=1'],
    ['a fragment', `${clientRedirectUri}#x`],
    ['another case', 'http://LOCALHOST:3900/callback?kept=1'],
  ])('[B3] redirect URI, with %s, is refused on the spot and never redirected to', async (_case, redirectUri) => {
    await using medplum = await startTestMedplum();

    const answer = await authorize(medplum, { redirect_uri: redirectUri, scope: undefined });

    expect(answer).toMatchObject({ status: 400, body: 'Invalid redirect URI' });
    expect(answer.headers.has('location')).toBe(false);
  });

  test.each(['javascript:alert(1)', 'JavaScript:alert(1)', 'data:text/html,x', 'vbscript:x', 'blob:x', 'file:///x'])(
    '[L8] redirect URI, that is registered as %s, is refused and never redirected to',
    async (redirectUri) => {
      const client = clientAt(redirectUri);
      await using medplum = await startTestMedplum({ resources: [client] });

      // Whatever is wrong otherwise would be told by a redirect.
      const answer = await authorize(medplum, { client_id: client.id, redirect_uri: redirectUri, scope: undefined });

      expect(answer).toMatchObject({ status: 400, body: 'Invalid redirect URI' });
      expect(answer.headers.has('location')).toBe(false);
    },
  );

  test('[L8] redirect URI, that is registered with the scheme of an app on a phone, is redirected to', async () => {
    const redirectUri = 'org.example.clinic:/callback';
    const client = clientAt(redirectUri);
    await using medplum = await startTestMedplum({ resources: [client] });

    const answer = await authorize(medplum, { client_id: client.id, redirect_uri: redirectUri, scope: undefined });

    expect(answer.status).toBe(302);
    expect(locationOf(answer)).toContain('org.example.clinic:/callback?error=invalid_request');
  });

  test.each([
    ['no scope', { scope: undefined }, 'invalid_request', 'Missing scope'],
    ['no response type', { response_type: undefined }, 'unsupported_response_type', 'Invalid response type'],
    ['the implicit flow', { response_type: 'token' }, 'unsupported_response_type', 'Invalid response type'],
    ['a request object', { request: 'x' }, 'request_not_supported', 'Unsupported request parameter'],
    ['a foreign audience', { aud: 'https://evil.example' }, 'invalid_request', 'Invalid audience'],
    [
      'a challenge without method',
      { code_challenge_method: undefined },
      'invalid_request',
      'Missing code challenge method',
    ],
    ['an unknown launch', { launch: ids.nothing }, 'invalid_request', 'Invalid launch'],
    ['prompt=none and no session', { prompt: 'none' }, 'login_required', 'Login required'],
  ])(
    'authorization request, with %s, tells the client and keeps its query and state',
    async (_case, changes, error, text) => {
      await using medplum = await startTestMedplum();

      const answer = await authorize(medplum, changes);

      const told = query({ error, error_description: text, state: 'st-1' });
      expect(answer.status).toBe(302);
      expect(locationOf(answer)).toBe(`${clientRedirectUri}&${told}`);
    },
  );

  test.each([
    ['the FHIR base URL as audience', (baseUrl: string) => ({ aud: `${baseUrl}fhir/R4` })],
    ['no challenge', () => ({ code_challenge: undefined, code_challenge_method: undefined })],
    ['an unknown challenge method', () => ({ code_challenge_method: 'S512' })],
    ['a client that is switched off', () => ({ client_id: ids.off })],
  ])('authorization request, with %s, leads to the sign-in page as with Medplum', async (_case, changesFor) => {
    await using medplum = await startTestMedplum();

    const answer = await authorize(medplum, changesFor(medplum.baseUrl));

    expect(locationOf(answer)).toContain(`${medplum.baseUrl}oauth?`);
  });

  test('audience, that only begins like the base URL, is refused', async () => {
    await using medplum = await startTestMedplum();

    const answer = await authorize(medplum, { aud: `${medplum.baseUrl.slice(0, -1)}.evil.example` });

    expect(locationOf(answer)).toContain('Invalid+audience');
  });
});

describe('existing session', () => {
  async function signInWithCookie(medplum: TestMedplum): Promise<Readonly<{ cookie: string; tokens: Tokens }>> {
    const login = await medplum.login();
    const { body } = await medplum.redeem(login);
    return { cookie: login.headers.get('set-cookie')?.split(';')[0] ?? '', tokens: body as Tokens };
  }

  test('session, asked with prompt=none, gives a new code with the new nonce and keeps the old tokens good', async () => {
    await using medplum = await startTestMedplum();
    const { cookie, tokens } = await signInWithCookie(medplum);

    const silent = await authorize(medplum, { prompt: 'none', nonce: 'n-2', state: 'st-2' }, { cookie });
    const me = await medplum.send('auth/me', { headers: { authorization: `Bearer ${tokens.access_token}` } });
    const url = new URL(locationOf(silent));
    const renewed = await medplum.redeem({ ...silent, body: { code: url.searchParams.get('code') } });

    expect(`${url.origin}${url.pathname}`).toBe('http://localhost:3900/callback');
    expect(url.searchParams.get('state')).toBe('st-2');
    expect(me.status).toBe(200);
    expect(renewed.status).toBe(200);
    expect(decodeJwt((renewed.body as Tokens).id_token)['nonce']).toBe('n-2');
  });

  test('first code, used again after a silent renewal, is unknown', async () => {
    await using medplum = await startTestMedplum();
    const login = await medplum.login();
    await medplum.redeem(login);
    const cookie = login.headers.get('set-cookie')?.split(';')[0] ?? '';
    await authorize(medplum, { prompt: 'none' }, { cookie });

    expect(await medplum.redeem(login)).toMatchObject({ status: 400, body: { error_description: 'Invalid code' } });
  });

  test('session, asked without prompt, leads to the sign-in page with its login, whose status gives a code', async () => {
    await using medplum = await startTestMedplum();
    const { cookie } = await signInWithCookie(medplum);

    const url = new URL(locationOf(await authorize(medplum, {}, { cookie })));
    const status = await medplum.send(`auth/login/${url.searchParams.get('login')}`);

    expect(url.pathname).toBe('/oauth');
    expect(await medplum.redeem(status)).toMatchObject({ status: 200 });
  });

  test.each([
    ['max_age=0', { max_age: '0' }, {}],
    ['a max_age that is no number', { max_age: 'x' }, {}],
    ['another client', { client_id: ids.pkceOptional }, {}],
    ['a cookie that was changed', {}, { cookie: `medplum-${ids.spa}=0123456789abcdef0123456789abcdef` }],
  ])('session, asked with prompt=none and %s, is not used', async (_case, changes, headers) => {
    await using medplum = await startTestMedplum();
    const { cookie } = await signInWithCookie(medplum);

    const answer = await authorize(medplum, { ...changes, prompt: 'none' }, { cookie, ...headers });

    expect(locationOf(answer)).toContain('error=login_required');
  });

  test('session, after an hour, is not used', async () => {
    await using medplum = await startTestMedplum();
    const { cookie } = await signInWithCookie(medplum);
    medplum.wait(3600);

    expect(locationOf(await authorize(medplum, { prompt: 'none' }, { cookie }))).toContain('error=login_required');
  });

  test('session, before its code became tokens, is not used', async () => {
    await using medplum = await startTestMedplum();
    const cookie = (await medplum.login()).headers.get('set-cookie')?.split(';')[0] ?? '';

    expect(locationOf(await authorize(medplum, { prompt: 'none' }, { cookie }))).toContain('error=login_required');
  });

  test('session, after logout, is not used', async () => {
    await using medplum = await startTestMedplum();
    const { cookie, tokens } = await signInWithCookie(medplum);
    await medplum.postForm('oauth2/logout', {}, { authorization: `Bearer ${tokens.access_token}` });

    expect(locationOf(await authorize(medplum, { prompt: 'none' }, { cookie }))).toContain('error=login_required');
  });

  test('session, asked with prompt=login, is not used', async () => {
    await using medplum = await startTestMedplum();
    const { cookie } = await signInWithCookie(medplum);

    expect(locationOf(await authorize(medplum, { prompt: 'login' }, { cookie }))).not.toContain('&login=');
  });
});
