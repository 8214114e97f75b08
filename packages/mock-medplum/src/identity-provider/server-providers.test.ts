import { describe, expect, test } from 'vitest';
import { startTestServer, type TestKey, type TestServer } from '#outbound/test-server.ts';
import { clientRedirectUri, ids } from '#project/test-project.ts';
import { type Answer, bearer, s256Challenge, startTestMedplum, type TestMedplum, type Tokens } from '#test-medplum.ts';
import { now } from './test-provider.ts';

type Parties = AsyncDisposable & Readonly<{ medplum: TestMedplum; provider: TestServer; key: TestKey }>;

/** A server that has a provider of its own, which no client and no domain names. */
async function start(): Promise<Parties> {
  const provider = await startTestServer();
  const key = await provider.addKey('idp-1');
  const { origin, answers } = provider;
  answers.set('/userinfo', () => ({ body: { sub: 'employee-1', email: 'paula@example.com' } }));
  const identityProvider = {
    authorizeUrl: `${origin}/authorize`,
    tokenUrl: `${origin}/token`,
    userInfoUrl: `${origin}/userinfo`,
    clientId: 'of-the-server',
    clientSecret: 'secret',
  };
  const medplum = await startTestMedplum({ externalAuthProviders: [{ issuer: origin, identityProvider }] });
  return {
    medplum,
    provider,
    key,
    [Symbol.asyncDispose]: async () => {
      await medplum.close();
      await provider[Symbol.asyncDispose]();
    },
  };
}

async function comeBack({ medplum, provider, key }: Parties, issuer: string): Promise<Answer> {
  const claims = { iss: provider.origin, aud: 'of-the-server', iat: now, exp: now + 300, email: 'paula@example.com' };
  const idToken = await key.sign(claims);
  provider.answers.set('/token', () => ({ body: { id_token: idToken, token_type: 'Bearer' } }));
  const challenge = { codeChallenge: s256Challenge, codeChallengeMethod: 'S256' };
  const state = JSON.stringify({
    issuer,
    clientId: ids.spa,
    redirectUri: clientRedirectUri,
    ...challenge,
  });
  return medplum.send(`auth/external?${new URLSearchParams({ code: 'any', state }).toString()}`);
}

function exchange({ medplum }: Parties, changes: Readonly<Record<string, string>> = {}): Promise<Answer> {
  return medplum.postForm('oauth2/token', {
    grant_type: 'urn:ietf:params:oauth:grant-type:token-exchange',
    client_id: 'of-the-server',
    subject_token: 'any',
    subject_token_type: 'urn:ietf:params:oauth:token-type:access_token',
    ...changes,
  });
}

describe('[M1] identity provider of the server', () => {
  test('user, who comes back from it by its issuer, is signed in', async () => {
    await using parties = await start();

    expect(await comeBack(parties, parties.provider.origin)).toMatchObject({ status: 302 });
  });

  test('user, who comes back from another issuer, is refused', async () => {
    await using parties = await start();

    const answer = await comeBack(parties, 'http://elsewhere.example');

    expect(answer).toMatchObject({
      status: 400,
      body: { issue: [{ details: { text: 'Identity provider not found' } }] },
    });
  });

  test('access token of it, exchanged by its client id, is tokens of the user', async () => {
    await using parties = await start();

    const { status, body } = await exchange(parties);

    expect(status).toBe(200);
    const me = await parties.medplum.send('auth/me', { headers: bearer((body as Tokens).access_token) });
    expect(me.body).toMatchObject({ profile: { id: ids.paula } });
  });

  test.each([
    ['that it does not confirm', {}, 401, 'invalid_request'],
    ['for a membership that is not there', { membership_id: ids.paula }, 200, 'invalid_request'],
    ['by another client id', { client_id: 'another' }, 200, 'invalid_request'],
  ])('access token, %s, is refused', async (_case, changes, userInfoStatus, error) => {
    await using parties = await start();
    const body = { email: 'paula@example.com' };
    parties.provider.answers.set('/userinfo', () => ({ status: userInfoStatus, body }));

    expect(await exchange(parties, changes)).toMatchObject({ status: 400, body: { error } });
  });

  test.each([
    ['fhirUser', { fhirUser: `Practitioner/${ids.paula}` }, 200],
    ['ext.fhirUser', { ext: { fhirUser: `Practitioner/${ids.paula}` } }, 200],
    ['fhirUser that is no type', { fhirUser: 'paula' }, 400],
    ['neither fhirUser nor sub', {}, 401],
  ])('JWT of it, with %s, is answered as by Medplum', async (_case, claims, status) => {
    await using parties = await start();
    const standard = { iss: parties.provider.origin, aud: 'clinic', iat: now, exp: now + 300 };
    const token = await parties.key.sign({ ...standard, ...claims });

    expect(await parties.medplum.send('fhir/R4/Patient', { headers: bearer(token) })).toMatchObject({ status });
  });
});
