import { describe, expect, test } from 'vitest';
import { startParties } from '#identity-provider/test-provider.ts';
import { ids, membershipId } from '#project/test-project.ts';
import { type Answer, s256Challenge, type TestMedplum } from '#test-medplum.ts';

const callbackUrl = 'http://localhost:3900/plain';

const signInState = {
  clientId: ids.spa,
  redirectUri: callbackUrl,
  scope: 'openid offline_access',
  nonce: 'nn',
  codeChallenge: s256Challenge,
  codeChallengeMethod: 'S256',
};

type Changes = Readonly<Record<string, unknown>>;

function callBack(medplum: TestMedplum, changes: Changes = {}, code = 'idp-code'): Promise<Answer> {
  const state = JSON.stringify({ ...signInState, ...changes });
  return medplum.send(`auth/external?${new URLSearchParams({ code, state }).toString()}`);
}

function refusal(text: string): object {
  return { status: 400, body: { resourceType: 'OperationOutcome', issue: [{ code: 'invalid', details: { text } }] } };
}

const notConfirmed = 'Failed to verify code - check your identity provider configuration';

function locationOf({ headers }: Answer): URL {
  return new URL(headers.get('location') ?? 'about:blank');
}

describe('[M2] GET /auth/external', () => {
  test('[M1] user, vouched for by email in whatever case, goes back to the client with login and code', async () => {
    await using parties = await startParties();
    const { medplum, provider, vouchFor } = parties;
    await vouchFor({ email: 'PAULA@example.com' });

    const answer = await callBack(medplum);

    expect(answer.status).toBe(302);
    const location = locationOf(answer);
    expect([...location.searchParams.keys()]).toEqual(['login', 'code']);
    expect(location.origin + location.pathname).toBe(callbackUrl);
    const exchange = provider.seen.find(({ path }) => path === '/token');
    expect(exchange?.authorization).toBe(`Basic ${Buffer.from('ext-client:ext-secret').toString('base64')}`);
    expect(Object.fromEntries(exchange?.body ?? [])).toEqual({
      grant_type: 'authorization_code',
      redirect_uri: `${medplum.baseUrl}auth/external`,
      code: 'idp-code',
    });
  });

  test('code of an external login, redeemed with the verifier, gives the tokens of the user', async () => {
    await using parties = await startParties();
    const { medplum, vouchFor } = parties;
    await vouchFor({ email: 'paula@example.com' });
    const code = locationOf(await callBack(medplum)).searchParams.get('code');

    const { status, body } = await medplum.redeem({ status: 0, headers: new Headers(), body: { code } });

    expect(status).toBe(200);
    expect(body).toMatchObject({
      scope: 'openid offline_access',
      profile: { reference: `Practitioner/${ids.paula}` },
      refresh_token: expect.any(String) as string,
    });
  });

  test('provider that wants client_secret_post and PKCE, gets the secret and the challenge in the body', async () => {
    await using parties = await startParties({ tokenAuthMethod: 'client_secret_post', usePkce: true });
    const { medplum, provider, vouchFor } = parties;
    await vouchFor({ email: 'paula@example.com' });

    await callBack(medplum);

    const exchange = provider.seen.find(({ path }) => path === '/token');
    expect(exchange?.authorization).toBeUndefined();
    expect(Object.fromEntries(exchange?.body ?? [])).toMatchObject({
      client_id: 'ext-client',
      client_secret: 'ext-secret',
      code_verifier: s256Challenge,
    });
  });

  test.each([
    ['no code', 'auth/external?state=%7B%7D', 'Missing code'],
    ['an error of the provider', 'auth/external?error=access_denied&state=%7B%7D', 'Missing code'],
    ['no state', 'auth/external?code=x', 'Missing state'],
    ['a state that is no JSON', 'auth/external?code=x&state=abc', 'Invalid state'],
    ['a state that is null', 'auth/external?code=x&state=null', 'Invalid state'],
    ['a state whose members are no text', 'auth/external?code=x&state=%7B%22domain%22%3A%7B%7D%7D', 'Invalid state'],
    ['a state without client and domain', 'auth/external?code=x&state=%7B%7D', 'Identity provider not found'],
  ])('[M1] callback, with %s, is refused', async (_case, path, text) => {
    await using parties = await startParties();

    expect(await parties.medplum.send(path)).toMatchObject(refusal(text));
  });

  test.each<[string, Changes, Changes, string]>([
    ['a client without provider', { clientId: ids.device }, {}, 'Identity provider not found'],
    ['an unknown email', {}, { email: 'stranger@example.com' }, 'User not found'],
    ['no email', {}, {}, 'External token does not contain email address'],
    ['a foreign address to go back to', { redirectUri: 'http://evil.example/cb' }, {}, 'Invalid redirect URI'],
    ['a longer address to go back to', { redirectUri: `${callbackUrl}/x` }, {}, 'Invalid redirect URI'],
    ['another project', { projectId: ids.nothing }, {}, 'Invalid project'],
    ['a domain that the email is not of', { domain: 'corp.example' }, {}, 'Email address does not match domain'],
    ['a challenge method that is unknown', { codeChallengeMethod: 'S512' }, {}, 'Invalid code challenge method'],
  ])('[M1] [B3] callback, with %s, is refused', async (title, changes, claims, text) => {
    await using parties = await startParties();
    const email = title === 'no email' ? undefined : 'paula@example.com';
    await parties.vouchFor({ email, ...claims });

    expect(await callBack(parties.medplum, changes)).toMatchObject(refusal(text));
  });

  test('callback, with an unknown client, is answered with 404', async () => {
    await using parties = await startParties();

    const { status, body } = await callBack(parties.medplum, { clientId: ids.nothing });

    expect(status).toBe(404);
    expect(body).toMatchObject({ id: 'not-found' });
  });

  test.each<[string, unknown]>([
    ['HTML', { body: '<html>' }],
    ['no id_token', { body: { access_token: 'x' } }],
    ['an error', { status: 400, body: { error: 'invalid_grant' } }],
    ['an id_token that is none', { body: { id_token: 'abc' } }],
    ['nothing in time', undefined],
  ])('callback, when the provider answers %s, is refused in general words', async (_case, answer) => {
    await using parties = await startParties({}, { outboundTimeoutMs: 100 });
    parties.provider.answers.set('/token', () => answer as undefined);

    expect(await callBack(parties.medplum)).toMatchObject(refusal(notConfirmed));
  });

  test.each<[string, Changes]>([
    ['for another client', { aud: 'other-client' }],
    ['for others only', { aud: ['one', 'two'] }],
    ['that has expired', { exp: 1 }],
  ])('[B10] id_token %s, vouches for nobody', async (_case, changes) => {
    await using parties = await startParties();
    await parties.vouchFor({ email: 'paula@example.com', ...changes });

    expect(await callBack(parties.medplum)).toMatchObject(refusal(notConfirmed));
  });

  test('[B10] id_token that is not signed, vouches for nobody', async () => {
    await using parties = await startParties();
    const encode = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
    const claims = { aud: 'ext-client', email: 'paula@example.com' };
    const idToken = `${encode({ alg: 'none' })}.${encode(claims)}.`;
    parties.provider.answers.set('/token', () => ({ body: { id_token: idToken } }));

    expect(await callBack(parties.medplum)).toMatchObject(refusal(notConfirmed));
  });

  test('[B10] id_token signed by a key that the provider does not publish, vouches for nobody', async () => {
    await using parties = await startParties();
    const { medplum, provider, vouchFor } = parties;
    publishDiscovery(parties);
    provider.published.pop();
    await vouchFor({ email: 'paula@example.com' });

    expect(await callBack(medplum)).toMatchObject(refusal(notConfirmed));
  });

  test('[B10] provider that has rotated its keys, is asked for them once more and not again', async () => {
    await using parties = await startParties();
    const { medplum, provider, vouchFor } = parties;
    publishDiscovery(parties);
    await vouchFor({ email: 'paula@example.com' });
    await callBack(medplum);
    await callBack(medplum);
    const before = keyRequests(parties);
    const rotated = await provider.addKey('idp-2');
    const idToken = await rotated.sign({ iss: provider.origin, aud: 'ext-client', email: 'paula@example.com' });
    provider.answers.set('/token', () => ({ body: { id_token: idToken } }));

    const first = await callBack(medplum);
    const second = await callBack(medplum);

    expect(before).toBe(1);
    expect([first.status, second.status]).toEqual([302, 302]);
    expect(keyRequests(parties)).toBe(2);
  });

  test.each([
    ['the provider itself', {}, 302],
    ['another issuer', { issuer: 'https://other.example/' }, 400],
    ['the provider itself, for another audience', { audience: 'other-client' }, 400],
  ])(
    '[B5] id_token, when keys are configured, and the issuer is %s, is answered with %o',
    async (_case, changes, status) => {
      await using parties = await startParties({ jwksUrl: '/jwks', ...changes });
      await parties.vouchFor({ email: 'paula@example.com' });

      expect((await callBack(parties.medplum)).status).toBe(status);
      expect(keyRequests(parties)).toBe('audience' in changes ? 0 : 1);
    },
  );

  test('[M1] id_token with another nonce and an unverified email, is taken as Medplum takes it', async () => {
    await using parties = await startParties();
    await parties.vouchFor({ email: 'paula@example.com', nonce: 'other', email_verified: false });

    expect((await callBack(parties.medplum)).status).toBe(302);
  });

  test('[M1] callback without an address to go back to, leads to the sign-in page with what is known', async () => {
    await using parties = await startParties();
    const { medplum, vouchFor } = parties;
    await vouchFor({ email: 'paula@example.com' });

    const location = locationOf(await callBack(medplum, { redirectUri: undefined }));

    expect(location.href).toMatch(new RegExp(`^${medplum.baseUrl}signin\\?login=`));
    expect([...location.searchParams.entries()].slice(1)).toEqual([
      ['scope', 'openid offline_access'],
      ['nonce', 'nn'],
      ['code_challenge', s256Challenge],
      ['code_challenge_method', 'S256'],
    ]);
  });

  test('[B1] callback without a code challenge, leads to a code that the token endpoint refuses', async () => {
    await using parties = await startParties();
    const { medplum, vouchFor } = parties;
    await vouchFor({ email: 'paula@example.com' });
    const plain = { codeChallenge: undefined, codeChallengeMethod: undefined };
    const code = locationOf(await callBack(medplum, plain)).searchParams.get('code');

    const { body } = await medplum.redeem({ status: 0, headers: new Headers(), body: { code } });

    expect(body).toEqual({ error: 'invalid_request', error_description: 'Missing verification context' });
  });

  test('user with several memberships, goes to the sign-in page to choose', async () => {
    await using parties = await startParties();
    await parties.vouchFor({ email: 'two@example.com' });

    expect(locationOf(await callBack(parties.medplum)).pathname).toBe('/signin');
  });

  test('[M1] provider that names users by subject, finds the membership with that external id', async () => {
    const membership = {
      resourceType: 'ProjectMembership' as const,
      id: membershipId('1'),
      project: { reference: `Project/${ids.project}` },
      user: { reference: 'User/70000000-0000-4000-8000-000000000001' },
      profile: { reference: `Practitioner/${ids.paula}` },
      externalId: 'employee-1',
    };
    await using parties = await startParties({ useSubject: true }, { resources: [membership] });
    const { medplum, vouchFor } = parties;
    await vouchFor({});
    const known = await callBack(medplum);
    await vouchFor({ sub: 'nobody' });
    const unknown = await callBack(medplum);
    await vouchFor({ sub: undefined, email: 'paula@example.com' });
    const none = await callBack(medplum);

    expect(known.status).toBe(302);
    expect(unknown).toMatchObject(refusal('User not found'));
    expect(none).toMatchObject(refusal('External token does not contain subject'));
  });
});

describe('domain', () => {
  const inDomain = { clientId: undefined, redirectUri: undefined, domain: 'corp.example' };

  test.each([
    ['http://localhost:3900/after/deep', 'http://localhost:3900/after/deep'],
    ['http://localhost:3900/other', 'PAGE'],
    ['http://localhost:3900.evil.example/after', 'PAGE'],
    ['http://evil.example/after', 'PAGE'],
    ['http://localhost:3900@evil.example/after', 'PAGE'],
    ['https://localhost:3900/after', 'PAGE'],
    ['//evil.example/after', 'PAGE'],
    ['/\\evil.example/after', 'PAGE'],
    ['javascript:alert(1)', 'PAGE'],
  ])('[B6] user of a domain, who wants to return to %s, goes to %s', async (returnTo, expected) => {
    const user = {
      resourceType: 'User' as const,
      id: '70000000-0000-4000-8000-000000000001',
      firstName: 'P',
      lastName: 'T',
    };
    await using parties = await startParties({}, { resources: [{ ...user, email: 'paula@corp.example' }] });
    const { medplum, vouchFor } = parties;
    await vouchFor({ email: 'paula@corp.example' });

    const location = locationOf(await callBack(medplum, { ...inDomain, returnTo }));

    expect(location.origin + location.pathname).toBe(expected === 'PAGE' ? `${medplum.baseUrl}signin` : expected);
  });

  test('[M1] POST /auth/method, for an email of the domain, names its provider, and for others nothing', async () => {
    await using parties = await startParties();
    const { medplum, provider } = parties;

    const inside = await medplum.postJson('auth/method', { email: 'Someone@CORP.example' });
    const outside = await medplum.postJson('auth/method', { email: 'someone@example.com' });

    const callback = encodeURIComponent(`${medplum.baseUrl}auth/external`);
    expect(inside.body).toEqual({
      domain: 'CORP.example',
      authorizeUrl: `${provider.origin}/authorize?client_id=ext-client&redirect_uri=${callback}&response_type=code&scope=openid+profile+email`,
    });
    expect(outside.body).toEqual({});
  });

  test('POST /auth/method, when the provider has no usable address, is refused', async () => {
    await using parties = await startParties({ authorizeUrl: 'nowhere' });

    const answer = await parties.medplum.postJson('auth/method', { email: 'someone@corp.example' });

    expect(answer).toMatchObject(refusal('Failed to construct URL for the domain'));
  });
});

type Parties = Awaited<ReturnType<typeof startParties>>;

function publishDiscovery({ provider }: Parties): void {
  const body = { issuer: provider.origin, jwks_uri: `${provider.origin}/jwks` };
  provider.answers.set('/.well-known/openid-configuration', () => ({ body }));
}

function keyRequests({ provider }: Parties): number {
  return provider.seen.filter(({ path }) => path === '/jwks').length;
}
