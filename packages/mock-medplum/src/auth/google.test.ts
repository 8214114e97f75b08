import { describe, expect, test } from 'vitest';
import { startTestServer, type TestKey, type TestServer } from '#outbound/test-server.ts';
import { ids } from '#project/test-project.ts';
import { type Answer, s256Challenge, startTestMedplum, type TestMedplum } from '#test-medplum.ts';

const now = Date.parse('2026-11-23T22:00:00.000Z') / 1000;

const googleClient = 'clinic.apps.googleusercontent.example';

type Parties = AsyncDisposable & Readonly<{ medplum: TestMedplum; google: TestServer; key: TestKey }>;

async function start(): Promise<Parties> {
  const google = await startTestServer();
  const key = await google.addKey('google-1');
  const medplum = await startTestMedplum({
    google: { clientId: googleClient, issuer: google.origin, jwksUrl: `${google.origin}/jwks` },
  });
  return {
    medplum,
    google,
    key,
    [Symbol.asyncDispose]: async () => {
      await medplum.close();
      await google[Symbol.asyncDispose]();
    },
  };
}

type Changes = Readonly<Record<string, unknown>>;

async function signIn({ medplum, google, key }: Parties, claims: Changes = {}, changes: Changes = {}): Promise<Answer> {
  const googleCredential = await key.sign({
    iss: google.origin,
    aud: googleClient,
    email: 'paula@example.com',
    exp: now + 300,
    ...claims,
  });
  return medplum.postJson('auth/google', {
    googleClientId: googleClient,
    googleCredential,
    clientId: ids.spa,
    codeChallenge: s256Challenge,
    codeChallengeMethod: 'S256',
    ...changes,
  });
}

function refusal(text: string): object {
  return { status: 400, body: { issue: [{ details: { text } }] } };
}

describe('POST /auth/google', () => {
  test('user, with an id_token of Google, gets a code that becomes tokens', async () => {
    await using parties = await start();

    const answer = await signIn(parties);
    const tokens = await parties.medplum.redeem(answer);

    expect(answer.body).toEqual({ login: expect.any(String) as string, code: expect.any(String) as string });
    expect(tokens.body).toMatchObject({ profile: { reference: `Practitioner/${ids.paula}` } });
  });

  test.each<[string, Changes, string]>([
    ['for a foreign audience', { aud: 'other.apps.googleusercontent.example' }, 'unexpected "aud" claim value'],
    ['of a foreign issuer', { iss: 'https://evil.example' }, 'unexpected "iss" claim value'],
    ['that has expired', { exp: now - 1 }, '"exp" claim timestamp check failed'],
    ['of an unknown user', { email: 'stranger@example.com' }, 'User not found'],
    ['without an email', { email: false }, 'Invalid email'],
  ])('[B10] id_token %s, is refused and says why', async (_case, claims, text) => {
    await using parties = await start();

    expect(await signIn(parties, claims)).toMatchObject(refusal(text));
  });

  test('[B10] id_token, signed by someone else, is refused', async () => {
    await using parties = await start();
    parties.google.published.pop();

    expect(await signIn(parties)).toMatchObject(refusal('no applicable key found in the JSON Web Key Set'));
  });

  test.each<[string, Changes, string]>([
    ['no Google client', { googleClientId: '' }, 'Missing googleClientId'],
    ['no credential', { googleCredential: '' }, 'Missing googleCredential'],
    ['a Google client of nobody', { googleClientId: 'other' }, 'Invalid googleClientId'],
    ['another project than the client is of', { projectId: ids.nothing }, 'Invalid projectId'],
  ])('request, with %s, is refused', async (_case, changes, text) => {
    await using parties = await start();

    expect(await signIn(parties, {}, changes)).toMatchObject(refusal(text));
  });

  test('Google client of a project, signs in to that project', async () => {
    await using parties = await start();
    const { store } = parties.medplum.tenant;
    const project = store.get('Project', ids.project);
    const site = [{ name: 'clinic', domain: ['localhost'], googleClientId: 'of-project' }];
    store.put({ ...project, resourceType: 'Project', meta: { ...project?.meta, versionId: 'v2' }, site });

    const answer = await signIn(parties, { aud: 'of-project' }, { googleClientId: 'of-project', clientId: undefined });

    expect(answer.status).toBe(200);
  });

  test('user of a domain with a provider of its own, is sent there', async () => {
    await using parties = await start();
    parties.medplum.tenant.store.put({
      resourceType: 'DomainConfiguration',
      id: ids.nothing,
      meta: { versionId: 'v1', lastUpdated: '2026-11-23T22:00:00.000Z' },
      domain: 'corp.example',
      identityProvider: { authorizeUrl: 'https://idp.corp.example/authorize', clientId: 'ext' },
    });

    const { body } = await signIn(parties, { email: 'someone@corp.example' });

    expect(body).toMatchObject({ domain: 'corp.example' });
  });
});
