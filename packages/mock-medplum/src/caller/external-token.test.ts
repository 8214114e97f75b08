import type { ProjectMembership, Resource } from '@medplum/fhirtypes';
import type { JWTPayload } from 'jose';
import { describe, expect, test } from 'vitest';
import { auditLog } from '#audit/audit-log.ts';
import { now } from '#identity-provider/test-provider.ts';
import { startTestServer, type TestKey, type TestServer } from '#outbound/test-server.ts';
import { createTestProject, ids, membershipId } from '#project/test-project.ts';
import { bearer, startTestMedplum, type TestMedplum } from '#test-medplum.ts';

const paula = `Practitioner/${ids.paula}`;

type Changes = Readonly<Record<string, unknown>>;
type Parties = AsyncDisposable &
  Readonly<{
    medplum: TestMedplum;
    provider: TestServer;
    key: TestKey;
    claims: (changes?: Changes) => JWTPayload;
    /** The status that a token gets. */
    enter: (token: string) => Promise<number>;
    /** The status that a token with these claims gets. */
    enterWith: (changes?: Changes) => Promise<number>;
    userInfoRequests: () => number;
  }>;

/** A provider whose JWTs Medplum takes, and that confirms all of them. */
async function start(resources: readonly Resource[] = [], isConfigured = true): Promise<Parties> {
  const provider = await startTestServer();
  const key = await provider.addKey('idp-1');
  const { origin, answers, seen } = provider;
  answers.set('/userinfo', () => ({ body: { sub: 'employee-1' } }));
  const providers = [{ issuer: origin, userInfoUrl: `${origin}/userinfo` }];
  const medplum = await startTestMedplum({ resources, ...(isConfigured && { externalAuthProviders: providers }) });
  const standard = { iss: origin, aud: 'clinic', sub: 'employee-1', iat: now, exp: now + 300 };
  const claims: Parties['claims'] = (changes = {}) =>
    JSON.parse(JSON.stringify({ ...standard, fhirUser: paula, ...changes })) as JWTPayload;
  const enter: Parties['enter'] = async (token) =>
    (await medplum.send('fhir/R4/Patient', { headers: bearer(token) })).status;
  return {
    medplum,
    provider,
    key,
    claims,
    enter,
    enterWith: async (changes) => enter(await key.sign(claims(changes))),
    userInfoRequests: () => seen.filter(({ path }) => path === '/userinfo').length,
    [Symbol.asyncDispose]: async () => {
      await medplum.close();
      await provider[Symbol.asyncDispose]();
    },
  };
}

function publishKeys({ answers, origin }: TestServer): void {
  answers.set('/.well-known/openid-configuration', () => ({
    body: { issuer: origin, jwks_uri: `${origin}/jwks` },
  }));
}

/** Paula's membership of the test project, changed. */
function paulas(changes: Partial<ProjectMembership>, number = '1'): ProjectMembership {
  const found = createTestProject().resources.find(({ id }) => id === membershipId(number)) as ProjectMembership;
  return { ...found, ...changes };
}

describe('[M2] external token', () => {
  test.each<[string, Changes]>([
    ['fhirUser', {}],
    ['fhirUser inside ext', { fhirUser: undefined, ext: { fhirUser: paula } }],
    ['fhirUser as a search', { fhirUser: 'Practitioner?name=Paula' }],
    ['fhirUser as the URL of a search', { fhirUser: 'https://idp.example/fhir/Practitioner?name=Paula' }],
  ])('[M1] that names a profile by %s, opens FHIR as its member', async (_case, changes) => {
    await using parties = await start();
    const { medplum, key, claims } = parties;
    const headers = bearer(await key.sign(claims(changes)));

    const patients = await medplum.send('fhir/R4/Patient?_count=1', { headers });
    const me = await medplum.send('auth/me', { headers });

    expect(patients).toMatchObject({ status: 200, body: { resourceType: 'Bundle', type: 'searchset' } });
    expect(me).toMatchObject({ status: 200, body: { profile: { id: ids.paula } } });
  });

  test('[M1] without fhirUser, opens FHIR for the one membership whose externalId is its subject', async () => {
    await using parties = await start([paulas({ externalId: 'employee-1' })]);

    expect(await parties.enterWith({ fhirUser: undefined })).toBe(200);
    expect(await parties.enterWith({ fhirUser: undefined, sub: 'employee-2' })).toBe(401);
    expect(await parties.enterWith({ fhirUser: 'Practitioner/unknown' })).toBe(401);
  });

  test('whose subject or search fits several, gives no access', async () => {
    const twice = [paulas({ externalId: 'employee-1' }), paulas({ externalId: 'employee-1' }, '4')];
    await using parties = await start([
      ...twice,
      { resourceType: 'Practitioner', id: ids.nothing, name: [{ given: ['Paula'] }] },
    ]);

    expect(await parties.enterWith({ fhirUser: undefined })).toBe(401);
    expect(await parties.enterWith({ fhirUser: 'Practitioner?name=Paula' })).toBe(401);
    expect(await parties.enterWith()).toBe(200);
  });

  test('whose search makes no sense, is an error as other broken references behind credentials are', async () => {
    await using parties = await start();

    expect(await parties.enterWith({ fhirUser: 'Practitioner?nonsense=1' })).toBe(400);
  });

  test('of a server that is not told to take any, is refused', async () => {
    await using parties = await start([], false);

    expect(await parties.enterWith()).toBe(401);
    expect(parties.userInfoRequests()).toBe(0);
  });

  test.each<[string, Changes]>([
    ['another issuer', { iss: 'https://other.example' }],
    ['no issuer', { iss: undefined }],
    ['no audience', { aud: undefined }],
    ['an empty audience', { aud: [] }],
    ['no end', { exp: undefined }],
    ['an end that has passed', { exp: now - 1 }],
    ['a beginning that is to come', { nbf: now + 90 }],
    ['a fhirUser that is no text', { fhirUser: { reference: paula } }],
    ['no one that it speaks for', { fhirUser: undefined, sub: undefined }],
  ])('[B10] with %s, is refused', async (_case, changes) => {
    await using parties = await start();

    expect(await parties.enterWith(changes)).toBe(401);
  });

  test('of a provider whose clock is ten seconds ahead, is taken', async () => {
    await using parties = await start();
    publishKeys(parties.provider);

    expect(await parties.enterWith({ iat: now + 10, nbf: now + 10 })).toBe(200);
  });

  test('that has ended since it was taken, is refused', async () => {
    await using parties = await start();
    const token = await parties.key.sign(parties.claims());
    const before = await parties.enter(token);
    parties.medplum.wait(301);

    expect([before, await parties.enter(token)]).toEqual([200, 401]);
  });

  test('that the provider does not confirm, is refused', async () => {
    await using parties = await start();
    parties.provider.answers.set('/userinfo', () => ({ status: 401 }));

    expect(await parties.enterWith()).toBe(401);
  });
});

describe('[M2] signature of an external token', () => {
  test('[B10] by a key that the provider does not publish, is refused', async () => {
    await using parties = await start();
    const { provider, key, claims, enter } = parties;
    const stranger = await provider.addKey('stranger');
    provider.published.pop();
    publishKeys(provider);

    expect(await enter(await stranger.sign(claims()))).toBe(401);
    expect(await enter(await stranger.sign(claims(), { kid: 'idp-1' }))).toBe(401);
    expect(await enter(await key.sign(claims()))).toBe(200);
  });

  test('[B10] that is missing, is refused also when the provider confirms the token', async () => {
    await using parties = await start();
    const encode = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');

    expect(await parties.enter(`${encode({ alg: 'none' })}.${encode(parties.claims())}.`)).toBe(401);
    expect(await parties.enter(`${encode({ alg: 'none' })}.${encode(parties.claims())}.abc`)).toBe(401);
  });
});

describe('[M2] login of an external token', () => {
  test('that comes again within the hour, is the same, and the provider is asked once', async () => {
    await using parties = await start();
    const { medplum, key, claims, enter } = parties;
    const token = await key.sign(claims({ exp: now + 7200 }));
    await enter(token);
    await enter(token);
    const within = parties.userInfoRequests();
    medplum.wait(3600);
    await enter(token);

    expect([within, parties.userInfoRequests()]).toEqual([1, 2]);
    expect(medplum.tenant.logins.list()).toHaveLength(2);
    expect(auditLog(medplum.tenant).filter(({ subtype }) => subtype?.[0]?.display === 'Login')).toHaveLength(2);
  });

  test('that was ended, or whose membership was, is refused at once', async () => {
    await using parties = await start();
    const { medplum, key, claims, enter } = parties;
    const [token, other] = [await key.sign(claims()), await key.sign(claims({ jti: '2' }))];
    const before = [await enter(token), await enter(other)];
    const [login] = medplum.tenant.logins.list();
    medplum.tenant.logins.save({ ...(login as NonNullable<typeof login>), revoked: true });
    const revoked = await enter(token);
    medplum.tenant.store.put(paulas({ active: false }));

    expect([...before, revoked, await enter(other)]).toEqual([200, 200, 401, 401]);
  });

  test('from an address that the AccessPolicy blocks, is refused', async () => {
    await using parties = await start([
      paulas({ externalId: 'employee-1', accessPolicy: { reference: `AccessPolicy/${ids.blockPolicy}` } }),
    ]);

    expect(await parties.enterWith({ fhirUser: undefined })).toBe(401);
  });

  test('of an administrator, who asks to act for another, acts for itself as in Medplum', async () => {
    await using parties = await start([paulas({ admin: true, externalId: 'employee-1' })]);
    const { medplum, key, claims } = parties;
    const headers = {
      ...bearer(await key.sign(claims({ fhirUser: undefined }))),
      'x-medplum': 'extended',
      'x-medplum-on-behalf-of': `Patient/${ids.pat}`,
    };

    const { status, body } = await medplum.postJson('fhir/R4/Patient', { resourceType: 'Patient' }, headers);

    expect([status, body]).toMatchObject([201, { meta: { author: { reference: paula } } }]);
    expect(body).not.toHaveProperty('meta.onBehalfOf');
  });
});
