import type { Resource } from '@medplum/fhirtypes';
import { describe, expect, test } from 'vitest';
import { ids, clientSecret } from '#project/test-project.ts';
import { basic, bearer, startTestMedplum } from '#test-medplum.ts';

const paula = '70000000-0000-4000-8000-000000000001';

/** Lets the practitioner and the device read their own profiles. */
const resources: Resource[] = [
  {
    resourceType: 'AccessPolicy',
    id: ids.open,
    resource: [{ resourceType: 'Practitioner' }, { resourceType: 'ClientApplication' }],
  },
];

describe('/oauth2/userinfo', () => {
  test('userinfo, of a caller who may not read the own profile, is refused', async () => {
    await using medplum = await startTestMedplum();
    const tokens = await medplum.signIn();

    expect(await medplum.send('oauth2/userinfo', { headers: bearer(tokens.access_token) })).toMatchObject({
      status: 403,
    });
  });

  test.each(['GET', 'POST'])('userinfo, asked by %s with all scopes, tells all that is known', async (method) => {
    await using medplum = await startTestMedplum({ resources });
    const tokens = await medplum.signIn({ scope: 'openid profile email phone address' });

    const answer = await medplum.send('oauth2/userinfo', { method, headers: bearer(tokens.access_token) });

    expect(answer.status).toBe(200);
    expect(answer.body).toEqual({
      sub: paula,
      profile: `Practitioner/${ids.paula}`,
      locale: 'en-US',
      updated_at: 1_795_471_200.25,
      name: 'Paula Practitioner',
      family_name: 'Practitioner',
      given_name: 'Paula',
      middle_name: '',
      email: 'paula@example.com',
      email_verified: false,
    });
  });

  test('userinfo, with a token for openid alone, tells the subject alone', async () => {
    await using medplum = await startTestMedplum({ resources });
    const tokens = await medplum.signIn({ scope: 'openid' });

    const { body } = await medplum.send('oauth2/userinfo', { headers: bearer(tokens.access_token) });

    expect(body).toEqual({ sub: paula });
  });

  test('userinfo, asked by a client with Basic, tells the client', async () => {
    await using medplum = await startTestMedplum({ resources });

    const { body } = await medplum.send('oauth2/userinfo', { headers: basic(ids.device, clientSecret) });

    expect(body).toEqual({ sub: ids.device });
  });

  test('userinfo, without a token, is refused', async () => {
    await using medplum = await startTestMedplum();

    expect(await medplum.send('oauth2/userinfo')).toMatchObject({ status: 401 });
  });
});

describe('/oauth2/introspect', () => {
  test('introspection of an access token, by anyone, tells what it says', async () => {
    await using medplum = await startTestMedplum();
    const { access_token: token } = await medplum.signIn({ email: 'pat@example.com', scope: 'openid' });

    const { body } = await medplum.postForm('oauth2/introspect', { token });

    expect(body).toEqual({
      active: true,
      iat: 1_795_471_200,
      exp: 1_795_474_800,
      iss: medplum.baseUrl,
      sub: '70000000-0000-4000-8000-000000000003',
      client_id: ids.spa,
      scope: 'openid',
      patient: ids.pat,
    });
  });

  test('introspection of a refresh token, sent as JSON, tells that it holds', async () => {
    await using medplum = await startTestMedplum();
    const { refresh_token: token } = await medplum.signIn();

    const { body } = await medplum.postJson('oauth2/introspect', { token });

    expect(body).toMatchObject({ active: true, client_id: ids.spa });
  });

  test('introspection of a refresh token that was replaced, tells that it does not hold', async () => {
    await using medplum = await startTestMedplum();
    const { refresh_token: token = '' } = await medplum.signIn();
    await medplum.postForm('oauth2/token', { grant_type: 'refresh_token', refresh_token: token });

    const { body } = await medplum.postForm('oauth2/introspect', { token });

    expect(body).toEqual({ active: false });
  });

  test('introspection of nonsense, tells that it does not hold', async () => {
    await using medplum = await startTestMedplum();

    const { body } = await medplum.postForm('oauth2/introspect', { token: 'abc' });

    expect(body).toEqual({ active: false });
  });

  test('introspection without a token, is refused in plain text', async () => {
    await using medplum = await startTestMedplum();

    const answer = await medplum.postForm('oauth2/introspect', {});

    expect(answer).toMatchObject({ status: 400, body: 'Token to introspect must be provided' });
  });
});

describe('/oauth2/logout', () => {
  test.each(['GET', 'POST'])('logout, by %s, ends access token, refresh token and cookie', async (method) => {
    await using medplum = await startTestMedplum();
    const tokens = await medplum.signIn();
    const headers = bearer(tokens.access_token);

    const answer = await medplum.send('oauth2/logout', { method, headers });
    const again = await medplum.send('oauth2/logout', { method, headers });
    const introspected = await medplum.postForm('oauth2/introspect', { token: tokens.access_token });
    const refreshed = await medplum.postForm('oauth2/token', {
      grant_type: 'refresh_token',
      refresh_token: tokens.refresh_token ?? '',
    });

    expect(answer).toMatchObject({ status: 200, body: { id: 'ok', issue: [{ details: { text: 'All OK' } }] } });
    expect(answer.headers.get('set-cookie')).toBe(
      `medplum-${ids.spa}=; Path=/; Expires=Thu, 01 Jan 1970 00:00:00 GMT; HttpOnly; Secure; SameSite=None`,
    );
    expect(again.status).toBe(401);
    expect(introspected.body).toEqual({ active: false });
    expect(refreshed.body).toEqual({ error: 'invalid_grant', error_description: 'Token revoked' });
  });

  test('logout, with Basic, is refused because there is no login', async () => {
    await using medplum = await startTestMedplum();

    const answer = await medplum.send('oauth2/logout', { method: 'POST', headers: basic(ids.device, clientSecret) });

    expect(answer).toMatchObject({ status: 400, body: { issue: [{ details: { text: 'Missing id' } }] } });
  });
});
