import type { ClientApplication, Resource } from '@medplum/fhirtypes';
import type { JWTPayload } from 'jose';
import { describe, expect, test } from 'vitest';
import { startTestServer, type TestKey, type TestServer } from '#outbound/test-server.ts';
import { createTestProject, ids, clientSecret } from '#project/test-project.ts';
import { type Answer, s256Challenge, startTestMedplum, type TestMedplum, verifier } from '#test-medplum.ts';

const jwtBearer = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';

/** When the clock of a test Medplum starts, in seconds since 1970. */
const now = Date.parse('2026-11-23T22:00:00.000Z') / 1000;

function withKeys({ origin }: TestServer, changes: Partial<ClientApplication> = {}): Resource {
  const client = createTestProject().resources.find(({ id }) => id === ids.device) as ClientApplication;
  return { ...client, jwksUri: `${origin}/jwks`, ...changes };
}

type Changes = Readonly<Record<string, unknown>>;

function claims(medplum: TestMedplum, changes: Changes = {}): JWTPayload {
  const all = {
    iss: ids.device,
    sub: ids.device,
    aud: `${medplum.baseUrl}oauth2/token`,
    jti: 'jti-1',
    iat: now,
    exp: now + 300,
    ...changes,
  };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));
}

function send(
  medplum: TestMedplum,
  assertion: string,
  changes: Readonly<Record<string, string>> = {},
): Promise<Answer> {
  const fields = { client_assertion_type: jwtBearer, client_assertion: assertion, ...changes };
  return medplum.postForm('oauth2/token', { grant_type: 'client_credentials', ...fields });
}

function refusal(text: string): object {
  return { status: 400, body: { error: 'invalid_request', error_description: text } };
}

type Parties = AsyncDisposable & Readonly<{ medplum: TestMedplum; server: TestServer; key: TestKey }>;

async function start(changes: Partial<ClientApplication> = {}, allowUnsafeOutbound = true): Promise<Parties> {
  const server = await startTestServer();
  const key = await server.addKey('key-1');
  const medplum = await startTestMedplum({ resources: [withKeys(server, changes)], allowUnsafeOutbound });
  return {
    medplum,
    server,
    key,
    [Symbol.asyncDispose]: async () => {
      await medplum.close();
      await server[Symbol.asyncDispose]();
    },
  };
}

describe('[M2] private_key_jwt', () => {
  test('[M1] assertion, signed with a published key, gets a token like a secret does', async () => {
    await using parties = await start();
    const { medplum, key } = parties;

    const { status, body } = await send(medplum, await key.sign(claims(medplum)));

    expect(status).toBe(200);
    expect(body).toMatchObject({
      token_type: 'Bearer',
      expires_in: 3600,
      scope: 'openid',
      profile: { reference: `ClientApplication/${ids.device}` },
    });
    expect(body).not.toHaveProperty('refresh_token');
  });

  test.each<[string, Changes, string]>([
    ['the issuer as audience', { aud: 'http://localhost/' }, 'Invalid client assertion audience'],
    ['another issuer than subject', { iss: ids.admin }, 'Invalid client assertion issuer'],
    ['an unknown client', { iss: ids.nothing, sub: ids.nothing }, 'Client not found'],
    ['no issuer', { iss: undefined, sub: undefined }, 'Client not found'],
    ['a client without keys', { iss: ids.admin, sub: ids.admin }, 'Client must have a JWK Set URL'],
    ['an end that has passed', { exp: now - 1 }, 'Invalid client assertion signature'],
    ['a beginning that is to come', { nbf: now + 61 }, 'Invalid client assertion signature'],
    ['no end', { exp: undefined }, 'Client assertion does not expire'],
    ['an end that is more than five minutes away', { exp: now + 3600 }, 'Client assertion expires too late'],
  ])('[F8] [F6] assertion, with %s, is refused', async (_case, changes, text) => {
    await using parties = await start();
    const { medplum, key } = parties;

    expect(await send(medplum, await key.sign(claims(medplum, changes)))).toMatchObject(refusal(text));
  });

  test.each([-10, 10])('[F6] assertion, of a client whose clock is off by %i seconds, is taken', async (seconds) => {
    await using parties = await start();
    const { medplum, key } = parties;
    const times = { iat: now + seconds, exp: now + seconds + 300 };

    expect((await send(medplum, await key.sign(claims(medplum, times)))).status).toBe(200);
  });

  test.each([
    [-61, 60, 'Invalid client assertion signature'],
    [61, 300, 'Client assertion expires too late'],
    [61, 60, 'Client assertion was issued in the future'],
  ])(
    '[F6] assertion, of a client whose clock is off by %i seconds and that lives for %i, is refused',
    async (seconds, lifetime, text) => {
      await using parties = await start();
      const { medplum, key } = parties;
      const times = { iat: now + seconds, exp: now + seconds + lifetime };

      expect(await send(medplum, await key.sign(claims(medplum, times)))).toMatchObject(refusal(text));
    },
  );

  test('[F8] assertion, with the token URL in an array as audience, is refused', async () => {
    await using parties = await start();
    const { medplum, key } = parties;
    const aud = [`${medplum.baseUrl}oauth2/token`];

    const refused = await send(medplum, await key.sign(claims(medplum, { aud })));

    expect(refused).toMatchObject(refusal('Invalid client assertion audience'));
  });

  test.each<[string, Readonly<Record<string, string>>, string]>([
    ['no JWT', { client_assertion: 'abc' }, 'Invalid client assertion'],
    ['three parts that are no JSON', { client_assertion: 'a.b.c' }, 'Invalid client assertion'],
    ['nothing', { client_assertion: '' }, 'Invalid client assertion'],
    ['of another type', { client_assertion_type: 'urn:x' }, 'Unsupported client assertion type'],
    ['without a type', { client_assertion_type: '' }, 'Missing client_id'],
  ])('assertion, that is %s, is refused', async (_case, changes, text) => {
    await using parties = await start();
    const { medplum, key } = parties;

    expect(await send(medplum, await key.sign(claims(medplum)), changes)).toMatchObject(refusal(text));
  });

  test('[F8] assertion, sent a second time, is refused', async () => {
    await using parties = await start();
    const { medplum, key } = parties;
    const assertion = await key.sign(claims(medplum));

    const first = await send(medplum, assertion);
    const second = await send(medplum, assertion);
    const sameId = await send(medplum, await key.sign(claims(medplum, { exp: now + 200 })));

    expect(first.status).toBe(200);
    expect(second).toMatchObject(refusal('Client assertion was used before'));
    expect(sameId).toMatchObject(refusal('Client assertion was used before'));
  });

  test('[F8] assertion, sent ten times at once, gets one token', async () => {
    await using parties = await start();
    const { medplum, key } = parties;
    const assertion = await key.sign(claims(medplum, { jti: undefined }));

    const answers = await Promise.all(Array.from({ length: 10 }, () => send(medplum, assertion)));

    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
  });

  test('[F8] assertion, signed with a key that nobody publishes, is refused', async () => {
    await using parties = await start();
    const { medplum, server } = parties;
    const foreign = await server.addKey('key-2');
    server.published.pop();

    const unknownKid = await send(medplum, await foreign.sign(claims(medplum)));
    const borrowedKid = await send(medplum, await foreign.sign(claims(medplum), { kid: 'key-1' }));

    expect(unknownKid).toMatchObject(refusal('Invalid client assertion signature'));
    expect(borrowedKid).toMatchObject(refusal('Invalid client assertion signature'));
  });

  test('[B10] assertion, with the algorithm none or HS256, is refused', async () => {
    await using parties = await start();
    const { medplum } = parties;
    const encode = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');

    const forge = (alg: string): string =>
      `${encode({ alg, kid: 'key-1' })}.${encode(claims(medplum))}.${alg === 'none' ? '' : 'c2lnbmF0dXJl'}`;

    const unsigned = await send(medplum, forge('none'));
    const symmetric = await send(medplum, forge('HS256'));

    expect(unsigned).toMatchObject(refusal('Invalid client assertion signature'));
    expect(symmetric).toMatchObject(refusal('Invalid client assertion signature'));
  });

  test('[B10] assertion, after the client changed its keys, is checked with the new ones alone', async () => {
    await using parties = await start();
    const { medplum, server, key: oldKey } = parties;
    await send(medplum, await oldKey.sign(claims(medplum)));
    server.published.pop();
    const newKey = await server.addKey('key-2');

    const withOld = await send(medplum, await oldKey.sign(claims(medplum, { jti: 'jti-2' })));
    const withNew = await send(medplum, await newKey.sign(claims(medplum, { jti: 'jti-3' })));

    expect(withOld).toMatchObject(refusal('Invalid client assertion signature'));
    expect(withNew.status).toBe(200);
    expect(server.seen.filter(({ path }) => path === '/jwks')).toHaveLength(3);
  });

  test('assertion without a key id, when several keys are published, is checked with each', async () => {
    await using parties = await start();
    const { medplum, server } = parties;
    const second = await server.addKey('key-2');
    const assertion = await second.sign(claims(medplum), {});

    expect((await send(medplum, assertion)).status).toBe(200);
  });

  test('[L5] assertion without a key id, when more keys are published than are tried, is refused', async () => {
    await using parties = await start();
    const { medplum, server, key } = parties;
    const [published] = server.published;
    server.published.push(...Array.from({ length: 100 }, (_none, at) => ({ ...published, kid: `other-${at}` })));

    const refused = await send(medplum, await key.sign(claims(medplum), {}));

    expect(refused).toMatchObject(refusal('Invalid client assertion signature'));
  });

  test('[L5] assertion, when its key stands in JSON that is nested too deep, is refused', async () => {
    await using parties = await start();
    const { medplum, server, key } = parties;
    const deep = '['.repeat(5000) + ']'.repeat(5000);
    const body = `{"keys":${JSON.stringify(server.published)},"x":${deep}}`;
    server.answers.set('/jwks', () => ({ body, contentType: 'application/json' }));

    const refused = await send(medplum, await key.sign(claims(medplum)));

    expect(refused).toMatchObject(refusal('Invalid client assertion signature'));
  });

  test.each([
    ['do not answer in time', undefined],
    ['are no JSON', { body: '<html>' }],
    ['are no key set', { body: { keys: 'none' } }],
    ['are gone', { status: 500 }],
  ])('assertion, when the keys %s, is refused', async (_case, answer) => {
    await using server = await startTestServer();
    const key = await server.addKey('key-1');
    server.answers.set('/jwks', () => answer);
    await using medplum = await startTestMedplum({ resources: [withKeys(server)], outboundTimeoutMs: 100 });

    const refused = await send(medplum, await key.sign(claims(medplum)));

    expect(refused).toMatchObject(refusal('Invalid client assertion signature'));
  });

  test('assertion, when the server may fetch nothing from its own network, is refused without a fetch', async () => {
    await using parties = await start({}, false);
    const { medplum, server, key } = parties;

    expect(await send(medplum, await key.sign(claims(medplum)))).toMatchObject(
      refusal('Invalid client assertion signature'),
    );
    expect(server.seen).toEqual([]);
  });

  test.each([
    ['is switched off', { status: 'off' as const }, 'Invalid client'],
    ['has no secret', { secret: '' }, 'Missing client_secret'],
  ])('assertion of a client that %s, is refused as with a secret', async (_case, changes, text) => {
    await using parties = await start(changes);
    const { medplum, key } = parties;

    expect(await send(medplum, await key.sign(claims(medplum)))).toMatchObject(refusal(text));
  });

  test('assertion and a wrong secret, together, count as an assertion', async () => {
    await using parties = await start();
    const { medplum, key } = parties;

    const { status } = await send(medplum, await key.sign(claims(medplum)), {
      client_id: ids.admin,
      client_secret: `not-${clientSecret}`,
    });

    expect(status).toBe(200);
  });

  test('assertion, with a code of another client, is refused', async () => {
    await using parties = await start();
    const { medplum, key } = parties;
    const { body } = await medplum.login({ codeChallenge: s256Challenge });
    const { code } = body as { code: string };

    const answer = await send(medplum, await key.sign(claims(medplum)), {
      grant_type: 'authorization_code',
      code,
      code_verifier: verifier,
    });

    expect(answer).toMatchObject(refusal('Invalid client'));
  });
});
