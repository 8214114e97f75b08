import { createHmac, generateKeyPairSync } from 'node:crypto';
import { decodeJwt, decodeProtectedHeader, SignJWT } from 'jose';
import { describe, expect, test } from 'vitest';
import { ids, membershipId, retiringSecret, clientSecret } from '#project/test-project.ts';
import { type Answer, basic, bearer, startTestMedplum, type TestMedplum } from '#test-medplum.ts';

const patients = 'fhir/R4/Patient?_count=1';

/** An answer with its challenge, which a 401 has to carry. */
type ChallengedAnswer = Answer & Readonly<{ challenge: string | null }>;

async function send(medplum: TestMedplum, path: string, init: RequestInit): Promise<ChallengedAnswer> {
  const answer = await medplum.send(path, init);
  return { ...answer, challenge: answer.headers.get('www-authenticate') };
}

function readPatients(medplum: TestMedplum, headers: Readonly<Record<string, string>>): Promise<ChallengedAnswer> {
  return send(medplum, patients, { headers });
}

function unauthorized({ baseUrl }: TestMedplum, scheme = 'Bearer'): object {
  return {
    status: 401,
    challenge: `${scheme} realm="${baseUrl}"`,
    body: {
      resourceType: 'OperationOutcome',
      id: 'unauthorized',
      issue: [{ severity: 'error', code: 'login', details: { text: 'Unauthorized' } }],
    },
  };
}

describe('Bearer', () => {
  test('access token of a user and of a client, opens FHIR and /auth/me', async () => {
    await using medplum = await startTestMedplum();
    const user = bearer((await medplum.signIn()).access_token);
    const client = bearer(await medplum.clientToken(ids.device));

    const answers = await Promise.all([
      readPatients(medplum, user),
      readPatients(medplum, client),
      medplum.send('auth/me', { headers: user }),
    ]);

    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
  });

  test.each([
    ['no header', {}, 'Bearer'],
    ['a token that is no JWT', bearer('abc'), 'Bearer'],
    ['no token', { authorization: 'Bearer ' }, 'Bearer'],
    ['an unknown scheme', { authorization: 'Digest abc' }, 'Digest'],
    ['a scheme with a quote in it', { authorization: 'x"y abc' }, 'x'],
    ['nothing but a colon', { authorization: ':' }, 'Bearer'],
  ])('request, with %s, is refused and challenged', async (_case, headers, scheme) => {
    await using medplum = await startTestMedplum();

    expect(await readPatients(medplum, headers)).toMatchObject(unauthorized(medplum, scheme));
  });

  test('access token, with the scheme in lower case, is refused as by Medplum', async () => {
    await using medplum = await startTestMedplum();
    const token = await medplum.clientToken(ids.device);

    expect(await readPatients(medplum, { authorization: `bearer ${token}` })).toMatchObject(
      unauthorized(medplum, 'bearer'),
    );
  });

  test.each(['id_token', 'refresh_token'] as const)('%s, sent as an access token, is refused', async (kind) => {
    await using medplum = await startTestMedplum();
    const tokens = await medplum.signIn();

    expect(await readPatients(medplum, bearer(tokens[kind] ?? ''))).toMatchObject(unauthorized(medplum));
  });

  test('access token, in the query or in the body, is not looked at', async () => {
    await using medplum = await startTestMedplum();
    const token = await medplum.clientToken(ids.device);

    const inQuery = await send(medplum, `${patients}&access_token=${token}`, {});
    const inBody = await send(medplum, 'fhir/R4/Patient/_search', {
      method: 'POST',
      body: new URLSearchParams({ access_token: token }),
    });

    expect(inQuery).toMatchObject(unauthorized(medplum));
    expect(inBody).toMatchObject(unauthorized(medplum));
  });

  test('access token, at the end of its life, is refused, also when it was good a moment before', async () => {
    await using medplum = await startTestMedplum();
    const headers = bearer(await medplum.clientToken(ids.shortLived));
    medplum.wait(4);
    const before = await readPatients(medplum, headers);
    medplum.wait(1);

    expect(before.status).toBe(200);
    expect(await readPatients(medplum, headers)).toMatchObject(unauthorized(medplum));
  });

  test('access token of another server, is refused', async () => {
    await using medplum = await startTestMedplum();
    await using other = await startTestMedplum();

    expect(await readPatients(medplum, bearer(await other.clientToken(ids.device)))).toMatchObject(
      unauthorized(medplum),
    );
  });

  test('access token, issued before its client was switched off or got a new secret, still works', async () => {
    await using medplum = await startTestMedplum();
    const headers = bearer(await medplum.clientToken(ids.device));
    const client = medplum.tenant.store.get('ClientApplication', ids.device);
    medplum.tenant.store.put({ resourceType: 'ClientApplication', ...client, status: 'off', secret: 'new' });

    expect(await readPatients(medplum, headers)).toMatchObject({ status: 200 });
  });

  test('access token, after its membership ended, is refused', async () => {
    await using medplum = await startTestMedplum();
    const headers = bearer((await medplum.signIn()).access_token);
    const membership = medplum.tenant.store.get('ProjectMembership', membershipId('1'));
    medplum.tenant.store.put({ ...membership, active: false } as NonNullable<typeof membership>);

    expect(await readPatients(medplum, headers)).toMatchObject(unauthorized(medplum));
  });

  test.each([
    ['membership', 'ProjectMembership', membershipId('21')],
    ['client', 'ClientApplication', ids.device],
  ])('access token, after its %s was deleted, is an authentication error as with Medplum', async (_case, type, id) => {
    await using medplum = await startTestMedplum();
    const headers = bearer(await medplum.clientToken(ids.device));
    medplum.tenant.store.remove(type, id, { versionId: 'x', lastUpdated: '2026-11-23T22:00:00Z' });

    expect(await readPatients(medplum, headers)).toMatchObject(authenticationError('Gone'));
  });
});

describe('forged tokens', () => {
  type Forge = (token: string, medplum: TestMedplum) => string | Promise<string>;

  const encode = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');

  const changed: Forge = (token) => {
    const [header, , signature] = token.split('.');
    return [header, encode({ ...decodeJwt(token), profile: `Practitioner/${ids.paula}` }), signature].join('.');
  };
  const unsigned: Forge = (token) => `${encode({ alg: 'none', typ: 'JWT' })}.${token.split('.')[1]}.`;
  const macOfPublicKey: Forge = (token, { tenant }) => {
    const [key] = tenant.keys.jwks.keys;
    const input = `${encode({ alg: 'HS256', typ: 'JWT', kid: key?.kid })}.${token.split('.')[1]}`;
    return `${input}.${createHmac('sha256', JSON.stringify(key)).update(input).digest('base64url')}`;
  };
  const otherKeySameId: Forge = (token) =>
    new SignJWT(decodeJwt(token))
      .setProtectedHeader({ alg: 'ES384', typ: 'JWT', kid: decodeProtectedHeader(token).kid ?? '' })
      .sign(generateKeyPairSync('ec', { namedCurve: 'P-384' }).privateKey);
  const keyInHeader: Forge = (token) => {
    const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-384' });
    return new SignJWT(decodeJwt(token))
      .setProtectedHeader({ alg: 'ES384', typ: 'JWT', jwk: publicKey.export({ format: 'jwk' }) })
      .sign(privateKey);
  };
  const resigned =
    (changes: object): Forge =>
    (token, { tenant }) =>
      tenant.keys.sign({ ...decodeJwt(token), ...changes });

  test.each<[string, Forge]>([
    ['changed', changed],
    ['unsigned (alg none)', unsigned],
    ['signed with HS256 and the public key', macOfPublicKey],
    ['signed with another key under the same kid', otherKeySameId],
    ['signed with a key that it brings along', keyInHeader],
    ['for another issuer', resigned({ iss: 'http://localhost:1/' })],
    ['for another audience', resigned({ aud: 'http://localhost:1/' })],
    ['for several audiences', resigned({ aud: ['x', 'http://localhost:1/'] })],
    ['without an end', resigned({ exp: undefined })],
    ['not good yet', resigned({ nbf: 4_000_000_000 })],
    ['without a login', resigned({ login_id: undefined })],
    ['for an unknown login', resigned({ login_id: ids.nothing })],
  ])('[B10] token, %s, is refused', async (_case, forge) => {
    await using medplum = await startTestMedplum();
    const token = await medplum.clientToken(ids.device);

    const forged = await forge(token, medplum);

    expect(await readPatients(medplum, bearer(forged))).toMatchObject(unauthorized(medplum));
  });

  test('token, signed anew and unchanged, is accepted: the forgeries fail for their own reasons', async () => {
    await using medplum = await startTestMedplum();
    const token = await medplum.clientToken(ids.device);

    const headers = bearer(await resigned({})(token, medplum));

    expect(await readPatients(medplum, headers)).toMatchObject({ status: 200 });
  });
});

describe('Basic', () => {
  test('client, with its present secret, opens FHIR and /auth/me', async () => {
    await using medplum = await startTestMedplum();
    const headers = basic(ids.device, clientSecret);

    const answers = await Promise.all([readPatients(medplum, headers), medplum.send('auth/me', { headers })]);

    expect(answers.map(({ status }) => status)).toEqual([200, 200]);
  });

  test.each([
    ['a wrong secret', ids.device, 'x'],
    ['an empty secret', ids.device, ''],
    ['the retiring secret', ids.spa, retiringSecret],
    ['an unknown client', ids.nothing, 'x'],
    ["a user's email and password", 'paula@example.com', 'test-password'],
    ['a client without membership', ids.homeless, clientSecret],
    ['a client that is switched off', ids.off, clientSecret],
    ['a client at a blocked address', ids.blocked, clientSecret],
  ])('Basic, with %s, is refused', async (_case, id, secret) => {
    await using medplum = await startTestMedplum();

    expect(await readPatients(medplum, basic(id, secret))).toMatchObject(unauthorized(medplum, 'Basic'));
  });

  test('Basic, from an address that the policy lets in, is accepted', async () => {
    await using medplum = await startTestMedplum();

    const answer = await readPatients(medplum, { ...basic(ids.blocked, clientSecret), 'x-forwarded-for': '10.1.2.3' });

    expect(answer.status).toBe(200);
  });
});

describe('on-behalf-of', () => {
  test.each([
    ['the profile', `Patient/${ids.pat}`],
    ['the membership', `ProjectMembership/${membershipId('4')}`],
  ])('administrator, naming %s, sees what the other may see', async (_case, target) => {
    await using medplum = await startTestMedplum();
    const admin = basic(ids.admin, clientSecret);
    await medplum.postJson('fhir/R4/Patient', { resourceType: 'Patient' }, admin);

    const asOther = await medplum.send('fhir/R4/Patient?_total=accurate', {
      headers: { ...admin, 'x-medplum-on-behalf-of': target },
    });
    const asSelf = await medplum.send('fhir/R4/Patient?_total=accurate', { headers: admin });

    expect([asOther.body, asSelf.body]).toMatchObject([{ total: 1 }, { total: 2 }]);
  });

  test('administrator, acting for another, is the author and the other is named beside', async () => {
    await using medplum = await startTestMedplum();

    const { body } = await medplum.postJson(
      'fhir/R4/Patient',
      { resourceType: 'Patient' },
      {
        ...bearer(await medplum.clientToken(ids.admin)),
        'x-medplum-on-behalf-of': `Practitioner/${ids.paula}`,
        'x-medplum': 'extended',
      },
    );

    expect(body).toMatchObject({
      meta: {
        author: { reference: `ClientApplication/${ids.admin}` },
        onBehalfOf: { reference: `Practitioner/${ids.paula}`, display: 'Paula Practitioner' },
      },
    });
  });

  test.each([
    ['an unknown profile', ids.admin, `Practitioner/${ids.nothing}`, 'Forbidden'],
    ['an unknown membership', ids.admin, `ProjectMembership/${ids.nothing}`, 'Not found'],
    ['nonsense', ids.admin, 'nonsense', 'Forbidden'],
    ['someone, without being an administrator', ids.device, `Practitioner/${ids.paula}`, 'Forbidden'],
  ])('[P6] client, naming %s, gets an authentication error', async (_case, client, target, reason) => {
    await using medplum = await startTestMedplum();

    const answer = await readPatients(medplum, { ...basic(client, clientSecret), 'x-medplum-on-behalf-of': target });

    expect(answer).toMatchObject(authenticationError(reason));
  });

  test('[P6] client, naming someone whose membership ended, gets an authentication error', async () => {
    await using medplum = await startTestMedplum();
    const membership = medplum.tenant.store.get('ProjectMembership', membershipId('1'));
    medplum.tenant.store.put({ ...membership, active: false } as NonNullable<typeof membership>);
    const target = `ProjectMembership/${membershipId('1')}`;

    const answer = await readPatients(medplum, { ...basic(ids.admin, clientSecret), 'x-medplum-on-behalf-of': target });

    expect(answer).toMatchObject(authenticationError('Forbidden'));
  });

  test('empty header, is as good as none', async () => {
    await using medplum = await startTestMedplum();

    const answer = await readPatients(medplum, { ...basic(ids.device, clientSecret), 'x-medplum-on-behalf-of': '' });

    expect(answer.status).toBe(200);
  });
});

function authenticationError(reason: string): object {
  const issue = {
    code: 'invalid',
    details: { text: 'Authentication error' },
    diagnostics: `OperationOutcomeError: ${reason}`,
  };
  return { status: 400, body: { issue: [issue] } };
}
