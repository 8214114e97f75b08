import { createRemoteJWKSet, decodeJwt, decodeProtectedHeader, jwtVerify } from 'jose';
import { describe, expect, test } from 'vitest';
import { ids, membershipId, retiringSecret, clientSecret } from '#project/test-project.ts';
import { basic, bearer, startTestMedplum, type Tokens } from '#test-medplum.ts';

const unknownClient = '00000000-0000-4000-8000-000000000000';

function oauthError(error: string, description: string): object {
  return { status: 400, body: { error, error_description: description } };
}

describe('POST /oauth2/token', () => {
  test.each([
    ['without grant_type', { client_id: ids.device }, 'Missing grant_type'],
    ['with the password grant', { grant_type: 'password' }, 'Unsupported grant_type'],
    ['with a grant that is a member of Object', { grant_type: 'constructor' }, 'Unsupported grant_type'],
  ])('token endpoint, %s, refuses', async (_case, fields, description) => {
    await using medplum = await startTestMedplum();

    const answer = await medplum.postForm('oauth2/token', fields);

    expect(answer).toMatchObject(oauthError('invalid_request', description));
  });

  test.each(['application/json', 'text/plain'])(
    'token endpoint, sent %s, refuses the content type in plain text',
    async (type) => {
      await using medplum = await startTestMedplum();

      const answer = await medplum.send('oauth2/token', {
        method: 'POST',
        body: '{"grant_type":"client_credentials"}',
        headers: { 'content-type': type },
      });

      expect(answer).toMatchObject({ status: 400, body: 'Unsupported content type' });
      expect(answer.headers.get('content-type')).toBe('text/html; charset=utf-8');
    },
  );

  test('token endpoint, sent a parameter twice, refuses it as a wrong value', async () => {
    await using medplum = await startTestMedplum();

    const answer = await medplum.send('oauth2/token', {
      method: 'POST',
      body: `grant_type=client_credentials&client_id=${ids.device}&client_id=${ids.device}&client_secret=${clientSecret}`,
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    });

    expect(answer).toMatchObject(oauthError('invalid_request', 'Invalid client'));
  });
});

describe('client credentials', () => {
  test('client, with its secret in the body, gets tokens with the claims of Medplum', async () => {
    await using medplum = await startTestMedplum();
    const { baseUrl } = medplum;

    const { status, body } = await medplum.postForm('oauth2/token', {
      grant_type: 'client_credentials',
      client_id: ids.device,
      client_secret: clientSecret,
    });

    const { id_token: idToken, access_token: accessToken, ...rest } = body as Tokens;
    expect(status).toBe(200);
    expect(rest).toEqual({
      token_type: 'Bearer',
      expires_in: 3600,
      scope: 'openid',
      project: { reference: `Project/${ids.project}`, display: 'Test Clinic' },
      profile: { reference: `ClientApplication/${ids.device}`, display: 'device' },
      smart_style_url: `${baseUrl}fhir/R4/.well-known/smart-styles.json`,
      need_patient_banner: false,
    });
    const times = { iat: 1_795_471_200, nbf: 1_795_471_200, exp: 1_795_474_800, jti: expect.any(String) as string };
    const loginId = decodeJwt(accessToken)['login_id'];
    expect(decodeJwt(accessToken)).toEqual({
      ...times,
      iss: baseUrl,
      aud: baseUrl,
      client_id: ids.device,
      login_id: loginId,
      sub: ids.device,
      username: ids.device,
      scope: 'openid',
      profile: `ClientApplication/${ids.device}`,
    });
    expect(decodeJwt(idToken)).toEqual({
      ...times,
      iss: baseUrl,
      aud: ids.device,
      client_id: ids.device,
      login_id: loginId,
      fhirUser: `ClientApplication/${ids.device}`,
      sub: ids.device,
      auth_time: 1_795_471_200.25,
    });
  });

  test('access token, checked with the published keys, is a good ES384 signature', async () => {
    await using medplum = await startTestMedplum();
    const token = await medplum.clientToken(ids.device);

    const keys = createRemoteJWKSet(new URL('.well-known/jwks.json', medplum.baseUrl));
    const { protectedHeader } = await jwtVerify(token, keys, { currentDate: medplum.tenant.clock() });

    expect(protectedHeader).toEqual({ alg: 'ES384', kid: decodeProtectedHeader(token).kid, typ: 'JWT' });
  });

  test('client, with Basic and a wrong secret in the body, is judged by Basic', async () => {
    await using medplum = await startTestMedplum();

    const fields = { grant_type: 'client_credentials', client_id: ids.device, client_secret: 'nope' };
    const answer = await medplum.postForm('oauth2/token', fields, basic(ids.device, clientSecret));

    expect(answer.status).toBe(200);
  });

  test('client, whose secret is followed by a colon and more in Basic, gets tokens as from Medplum', async () => {
    await using medplum = await startTestMedplum();

    const fields = { grant_type: 'client_credentials' };
    const answer = await medplum.postForm('oauth2/token', fields, basic(ids.device, `${clientSecret}:extra`));

    expect(answer.status).toBe(200);
  });

  test('client, asking for scopes, gets exactly these', async () => {
    await using medplum = await startTestMedplum();

    const { body } = await medplum.postForm('oauth2/token', {
      grant_type: 'client_credentials',
      client_id: ids.device,
      client_secret: clientSecret,
      scope: 'wibble email offline_access',
    });

    expect(body).toMatchObject({ scope: 'wibble email offline_access' });
    expect(body).not.toHaveProperty('refresh_token');
  });

  test('client, with a lifetime of its own, gets an access token that lives so long', async () => {
    await using medplum = await startTestMedplum();

    const token = await medplum.clientToken(ids.shortLived);

    const { iat, exp } = decodeJwt(token);
    expect((exp ?? 0) - (iat ?? 0)).toBe(5);
  });

  test('client, in the middle of a rotation, gets tokens with either secret', async () => {
    await using medplum = await startTestMedplum();
    const fields = { grant_type: 'client_credentials', client_id: ids.spa };

    const answers = await Promise.all(
      [clientSecret, retiringSecret].map((secret) =>
        medplum.postForm('oauth2/token', { ...fields, client_secret: secret }),
      ),
    );

    expect(answers.map(({ status }) => status)).toEqual([200, 200]);
  });

  test.each([
    ['a wrong secret', { client_id: ids.device, client_secret: 'nope' }, 'Invalid secret'],
    ['no client_id', { client_secret: clientSecret }, 'Missing client_id'],
    ['no secret', { client_id: ids.device }, 'Missing client_secret'],
    ['an unknown client', { client_id: unknownClient, client_secret: 'x' }, 'Invalid client'],
    ['a client that is switched off', { client_id: ids.off, client_secret: clientSecret }, 'Invalid client'],
    ['a client without membership', { client_id: ids.homeless, client_secret: clientSecret }, 'Invalid client'],
    [
      'a client at a blocked address',
      { client_id: ids.blocked, client_secret: clientSecret },
      'IP address not allowed',
    ],
  ])('client credentials, with %s, are refused', async (_case, fields, description) => {
    await using medplum = await startTestMedplum();

    const answer = await medplum.postForm('oauth2/token', {
      grant_type: 'client_credentials',
      ...fields,
    });

    expect(answer).toMatchObject(oauthError('invalid_request', description));
  });

  test.each([
    ['a wrong secret', basic(ids.device, 'nope'), 'Invalid secret'],
    ['only an id', { authorization: `Basic ${btoa(ids.device)}` }, 'Missing client_secret'],
    ['a Bearer token', bearer('abc'), 'Invalid authorization header'],
  ])('client credentials, with %s in the header, are refused', async (_case, headers, description) => {
    await using medplum = await startTestMedplum();

    const answer = await medplum.postForm('oauth2/token', { grant_type: 'client_credentials' }, headers);

    expect(answer).toMatchObject(oauthError('invalid_request', description));
  });

  test('client at an address that its policy lets in, gets tokens', async () => {
    await using medplum = await startTestMedplum();

    const answer = await medplum.postForm(
      'oauth2/token',
      { grant_type: 'client_credentials', client_id: ids.blocked, client_secret: clientSecret },
      { 'x-forwarded-for': '10.1.2.3' },
    );

    expect(answer.status).toBe(200);
  });

  test('client, whose membership ended, gets a token that lets nothing in', async () => {
    await using medplum = await startTestMedplum();
    endMembership(medplum, '25');

    const answer = await medplum.postForm('oauth2/token', {
      grant_type: 'client_credentials',
      client_id: ids.refreshing,
      client_secret: clientSecret,
    });

    const { access_token: token } = answer.body as Tokens;
    expect(await medplum.send('fhir/R4/Patient', { headers: bearer(token) })).toMatchObject({ status: 401 });
  });
});

describe('[M2] authorization code', () => {
  test('user, with the verifier, gets tokens with the claims of Medplum', async () => {
    await using medplum = await startTestMedplum();
    const { baseUrl } = medplum;

    const { status, body } = await medplum.redeem(await medplum.login(), { client_id: ids.spa });

    const tokens = body as Tokens;
    const user = '70000000-0000-4000-8000-000000000001';
    const times = { iat: 1_795_471_200, nbf: 1_795_471_200, jti: expect.any(String) as string };
    const shared = { ...times, iss: baseUrl, client_id: ids.spa, login_id: decodeJwt(tokens.access_token)['login_id'] };
    expect(status).toBe(200);
    expect(body).toMatchObject({
      scope: 'openid profile email offline_access',
      profile: { reference: `Practitioner/${ids.paula}`, display: 'Paula Practitioner' },
      need_patient_banner: false,
    });
    expect(decodeJwt(tokens.access_token)).toEqual({
      ...shared,
      aud: baseUrl,
      exp: times.iat + 3600,
      sub: user,
      username: user,
      scope: 'openid profile email offline_access',
      profile: `Practitioner/${ids.paula}`,
      email: 'paula@example.com',
    });
    expect(decodeJwt(tokens.id_token)).toEqual({
      ...shared,
      aud: ids.spa,
      exp: times.iat + 3600,
      sub: user,
      fhirUser: `Practitioner/${ids.paula}`,
      email: 'paula@example.com',
      nonce: 'nonce-1',
      auth_time: 1_795_471_200.25,
    });
    expect(decodeJwt(tokens.refresh_token ?? '')).toEqual({
      ...shared,
      aud: baseUrl,
      exp: times.iat + 1_209_600,
      refresh_secret: expect.stringMatching(/^[\da-f]{64}$/) as string,
    });
  });

  test('patient, signed in, is named in the answer', async () => {
    await using medplum = await startTestMedplum();

    const { body } = await medplum.redeem(await medplum.login({ email: 'pat@example.com' }));

    expect(body).toMatchObject({ patient: ids.pat, need_patient_banner: true });
  });

  test('user without a client, gets tokens without client_id and an id token without audience', async () => {
    await using medplum = await startTestMedplum();

    const tokens = await medplum.signIn({ clientId: undefined, scope: 'openid' });

    expect(decodeJwt(tokens.access_token)).not.toHaveProperty('client_id');
    expect(decodeJwt(tokens.id_token)).not.toHaveProperty('aud');
    expect(tokens.refresh_token).toBeUndefined();
  });

  test('client that may refresh, without offline_access, gets a refresh token', async () => {
    await using medplum = await startTestMedplum();

    const tokens = await medplum.signIn({ clientId: ids.refreshing, scope: 'openid' });

    expect(tokens.refresh_token).toBeDefined();
  });

  test.each([
    [' sent a challenge and no verifier', { code_verifier: '' }, 'Missing code verifier'],
    [' sent a wrong verifier', { code_verifier: 'x'.repeat(43) }, 'Invalid code verifier'],
    [' redeemed by another client', { client_id: ids.device }, 'Invalid client'],
    ['made up', { code: 'deadbeef' }, 'Invalid code'],
    ['left out', { code: '' }, 'Missing code'],
  ])('[B1] [B2] code, %s, gets no tokens', async (_case, changes, description) => {
    await using medplum = await startTestMedplum();

    const answer = await medplum.redeem(await medplum.login(), changes);

    expect(answer).toMatchObject(oauthError('invalid_request', description));
  });

  test('[B1] code, of a sign-in without challenge, gets no tokens with verifier, without, or with the secret', async () => {
    await using medplum = await startTestMedplum();
    const started = await medplum.login({ codeChallenge: undefined, codeChallengeMethod: undefined });

    const answers = await Promise.all([
      medplum.redeem(started),
      medplum.redeem(started, { code_verifier: '' }),
      medplum.redeem(started, { code_verifier: '', client_id: ids.spa, client_secret: clientSecret }),
    ]);

    for (const answer of answers) {
      expect(answer).toMatchObject(oauthError('invalid_request', 'Missing verification context'));
    }
  });

  test('code, with a plain challenge and its verifier, gets tokens as from Medplum', async () => {
    await using medplum = await startTestMedplum();
    const challenge = 'plain-verifier-plain-verifier-plain-verifier';
    const started = await medplum.login({ codeChallenge: challenge, codeChallengeMethod: 'plain' });

    expect(await medplum.redeem(started, { code_verifier: challenge })).toMatchObject({ status: 200 });
  });

  test('[B2] code, redeemed a second time, is refused and the tokens of the first time stop working', async () => {
    await using medplum = await startTestMedplum();
    const started = await medplum.login();
    const tokens = (await medplum.redeem(started)).body as Tokens;

    const second = await medplum.redeem(started);
    const third = await medplum.redeem(started);
    const me = await medplum.send('auth/me', { headers: bearer(tokens.access_token) });

    expect(second).toMatchObject(oauthError('invalid_grant', 'Token already granted'));
    expect(third).toMatchObject(oauthError('invalid_grant', 'Token already granted'));
    expect(me.status).toBe(401);
  });

  test('[B2] code, redeemed twice at once, gives tokens to one only', async () => {
    await using medplum = await startTestMedplum();
    const started = await medplum.login();

    const answers = await Promise.all([medplum.redeem(started), medplum.redeem(started)]);

    expect(answers.map(({ status }) => String(status)).toSorted()).toEqual(['200', '400']);
  });

  test('code, older than ten minutes, is refused', async () => {
    await using medplum = await startTestMedplum();
    const started = await medplum.login();
    medplum.wait(601);

    expect(await medplum.redeem(started)).toMatchObject(oauthError('invalid_grant', 'Code expired'));
  });

  test('code of a client that was switched off, gets tokens as from Medplum', async () => {
    await using medplum = await startTestMedplum();

    expect(await medplum.redeem(await medplum.login({ clientId: ids.off }))).toMatchObject({ status: 200 });
  });

  test('code, whose profile was not chosen, is refused', async () => {
    await using medplum = await startTestMedplum();
    const { body } = await medplum.login({ email: 'two@example.com' });
    const { code = '' } = medplum.tenant.logins.get((body as { login: string }).login) ?? {};

    const answer = await medplum.redeem({ status: 200, headers: new Headers(), body: { code } });

    expect(answer).toMatchObject(oauthError('invalid_request', 'Invalid profile'));
  });

  test('code, whose membership ended before the exchange, gets a token that lets nothing in', async () => {
    await using medplum = await startTestMedplum();
    const started = await medplum.login();
    endMembership(medplum, '1');

    const { access_token: token } = (await medplum.redeem(started)).body as Tokens;
    expect(await medplum.send('fhir/R4/Patient', { headers: bearer(token) })).toMatchObject({ status: 401 });
  });
});

describe('[M2] authorization code with pkceOptional', () => {
  const withoutPkce = { clientId: ids.pkceOptional, codeChallenge: undefined, codeChallengeMethod: undefined };

  test.each([
    ['neither verifier nor secret', { code_verifier: '' }, 200],
    ['the right secret', { code_verifier: '', client_id: ids.pkceOptional, client_secret: clientSecret }, 200],
    ['a wrong secret', { code_verifier: '', client_id: ids.pkceOptional, client_secret: 'nope' }, 400],
    [' a verifier that no challenge asked for', {}, 400],
  ])(
    '[B1] code of a sign-in without challenge, sent with %s, is answered as it should',
    async (_case, changes, status) => {
      await using medplum = await startTestMedplum();

      const answer = await medplum.redeem(await medplum.login(withoutPkce), changes);

      expect(answer.status).toBe(status);
    },
  );

  test.each([
    ['no verifier', '', 'Missing code verifier'],
    ['a wrong verifier', 'x'.repeat(43), 'Invalid code verifier'],
  ])('[B1] code, bound to a challenge and sent with %s, is refused', async (_case, verifier, description) => {
    await using medplum = await startTestMedplum();

    const answer = await medplum.redeem(await medplum.login({ clientId: ids.pkceOptional }), {
      code_verifier: verifier,
    });

    expect(answer).toMatchObject(oauthError('invalid_request', description));
  });
});

describe('[M2] refresh token', () => {
  test('refresh token, used once, is replaced and the earlier access token still works', async () => {
    await using medplum = await startTestMedplum();
    const first = await medplum.signIn();

    const { status, body } = await refresh(medplum, first);
    const me = await medplum.send('auth/me', { headers: bearer(first.access_token) });

    const second = body as Tokens;
    expect(status).toBe(200);
    expect(decodeJwt(second.refresh_token ?? '')['refresh_secret']).not.toBe(
      decodeJwt(first.refresh_token ?? '')['refresh_secret'],
    );
    expect(decodeJwt(second.id_token)).toMatchObject({ nonce: 'nonce-1', auth_time: 1_795_471_200.25 });
    expect(me.status).toBe(200);
  });

  test('[B7] refresh token, used a second time, is refused and ends the whole session', async () => {
    await using medplum = await startTestMedplum();
    const first = await medplum.signIn();
    const second = (await refresh(medplum, first)).body as Tokens;

    const replay = await refresh(medplum, first);
    const afterwards = await refresh(medplum, second);
    const me = await medplum.send('auth/me', { headers: bearer(second.access_token) });

    expect(replay).toMatchObject(oauthError('invalid_request', 'Invalid token'));
    expect(afterwards).toMatchObject(oauthError('invalid_grant', 'Token revoked'));
    expect(me.status).toBe(401);
  });

  test('[B7] refresh token, used several times at once, works once and ends the session', async () => {
    await using medplum = await startTestMedplum();
    const tokens = await medplum.signIn();

    const answers = await Promise.all([refresh(medplum, tokens), refresh(medplum, tokens), refresh(medplum, tokens)]);
    const me = await medplum.send('auth/me', { headers: bearer(tokens.access_token) });

    expect(answers.map(({ status }) => String(status)).toSorted()).toEqual(['200', '400', '400']);
    expect(me.status).toBe(401);
  });

  test('[B7] refresh token, replaced late in its life, ends when the first would have', async () => {
    await using medplum = await startTestMedplum();
    const first = await medplum.signIn();
    medplum.wait(86_400);

    const second = (await refresh(medplum, first)).body as Tokens;

    expect(decodeJwt(second.refresh_token ?? '').exp).toBe(decodeJwt(first.refresh_token ?? '').exp);
  });

  test('[B7] refresh token, older than the client allows, is refused', async () => {
    await using medplum = await startTestMedplum();
    const first = await medplum.signIn({ clientId: ids.shortLived });
    medplum.wait(60);

    expect(await refresh(medplum, first)).toMatchObject(oauthError('invalid_request', 'Invalid refresh token'));
  });

  test.each([
    ['the right client and secret', basic(ids.spa, clientSecret), 200, undefined],
    ['another client', basic(ids.device, clientSecret), 400, 'Incorrect client'],
    ['no secret', { authorization: `Basic ${btoa(ids.spa)}` }, 400, 'Incorrect client secret'],
    ['a wrong secret', basic(ids.spa, 'nope'), 400, 'Invalid secret'],
    ['a Bearer token', bearer('x'), 400, 'Invalid authorization header'],
  ])('refresh, with %s in the header, is answered as by Medplum', async (_case, headers, status, description) => {
    await using medplum = await startTestMedplum();
    const tokens = await medplum.signIn();

    const answer = await refresh(medplum, tokens, headers);

    expect(answer.status).toBe(status);
    expect((answer.body as { error_description?: string }).error_description).toBe(description);
  });

  test('refresh, refused for a wrong secret, leaves the refresh token good', async () => {
    await using medplum = await startTestMedplum();
    const tokens = await medplum.signIn();
    await refresh(medplum, tokens, basic(ids.spa, 'nope'));

    expect(await refresh(medplum, tokens)).toMatchObject({ status: 200 });
  });

  test.each(['access_token', 'id_token'] as const)('%s, sent as a refresh token, is refused', async (kind) => {
    await using medplum = await startTestMedplum();
    const tokens = await medplum.signIn();

    const answer = await refresh(medplum, { ...tokens, refresh_token: tokens[kind] });

    expect(answer).toMatchObject(oauthError('invalid_request', 'Invalid refresh token'));
  });

  test.each(['', 'abc', 'a.b.c'])('refresh token "%s", is refused', async (token) => {
    await using medplum = await startTestMedplum();

    const answer = await medplum.postForm('oauth2/token', { grant_type: 'refresh_token', refresh_token: token });

    expect(answer).toMatchObject(oauthError('invalid_request', 'Invalid refresh token'));
  });

  test('refresh token, whose membership ended, is refused', async () => {
    await using medplum = await startTestMedplum();
    const tokens = await medplum.signIn();
    endMembership(medplum, '1');

    expect(await refresh(medplum, tokens)).toMatchObject(oauthError('access_denied', 'Profile not active'));
  });
});

type Medplum = Awaited<ReturnType<typeof startTestMedplum>>;

function refresh(medplum: Medplum, tokens: Tokens, headers: Readonly<Record<string, string>> = {}) {
  const fields = { grant_type: 'refresh_token', refresh_token: tokens.refresh_token ?? '' };
  return medplum.postForm('oauth2/token', fields, headers);
}

function endMembership({ tenant }: Medplum, last: string): void {
  const membership = tenant.store.get('ProjectMembership', membershipId(last));
  if (membership) {
    tenant.store.put({ ...membership, active: false });
  }
}
