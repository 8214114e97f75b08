import { describe, expect, test } from 'vitest';
import { ids } from '#project/test-project.ts';
import { type Answer, bearer, startTestMedplum, type TestMedplum, type Tokens } from '#test-medplum.ts';

const grant = 'urn:ietf:params:oauth:grant-type:pre-authorized_code';

/** A practitioner without a policy may read the client that the code is for. */
const free = {
  resourceType: 'ProjectMembership' as const,
  id: '60000000-0000-4000-8000-000000000091',
  project: { reference: `Project/${ids.project}`, display: 'Test Clinic' },
  user: { reference: 'User/70000000-0000-4000-8000-000000000001' },
  profile: { reference: `Practitioner/${ids.paula}`, display: 'Paula Practitioner' },
};

/** Makes Pat an administrator. */
const adminMembership = '60000000-0000-4000-8000-000000000092';

const freeMembership = `ProjectMembership/${free.id}`;

async function preauthorize(
  medplum: TestMedplum,
  changes: Readonly<Record<string, unknown>> = {},
  onBehalfOf: string | undefined = freeMembership,
  client: string = ids.admin,
): Promise<Answer> {
  const token = await medplum.clientToken(client);
  const headers = { ...bearer(token), ...(onBehalfOf && { 'x-medplum-on-behalf-of': onBehalfOf }) };
  return medplum.postJson('auth/preauthorize', { clientId: ids.spa, ...changes }, headers);
}

async function newCode(medplum: TestMedplum, changes: Readonly<Record<string, unknown>> = {}): Promise<string> {
  return ((await preauthorize(medplum, changes)).body as { preAuthorizedCode: string }).preAuthorizedCode;
}

function redeem(medplum: TestMedplum, code: string, clientId: string = ids.spa): Promise<Answer> {
  return medplum.postForm('oauth2/token', { grant_type: grant, client_id: clientId, 'pre-authorized_code': code });
}

function refusal(code: string, text: string): object {
  return { status: 400, body: { error: code, error_description: text } };
}

const start = { resources: [free] };

describe('POST /auth/preauthorize', () => {
  test('[M1] administrator, on behalf of a member, gets a code and when it ends', async () => {
    await using medplum = await startTestMedplum(start);

    const { status, body } = await preauthorize(medplum, { expiresIn: 60 });

    expect(status).toBe(200);
    expect(body).toEqual({
      preAuthorizedCode: expect.stringMatching(/^[0-9a-f]{256}$/) as string,
      expiresAt: '2026-11-23T22:01:00.250Z',
    });
  });

  test('administrator, on behalf of a member, gets a code with which the client signs that member in', async () => {
    const admin = { ...free, user: { reference: 'User/70000000-0000-4000-8000-000000000003' }, id: adminMembership };
    await using medplum = await startTestMedplum({ resources: [free, { ...admin, admin: true }] });
    const token = (await medplum.signIn({ email: 'pat@example.com', resourceType: 'Practitioner' })).access_token;
    const headers = { ...bearer(token), 'x-medplum-on-behalf-of': freeMembership };

    const { status, body } = await medplum.postJson('auth/preauthorize', { clientId: ids.spa }, headers);
    const redeemed = await redeem(medplum, (body as { preAuthorizedCode: string }).preAuthorizedCode);

    expect(status).toBe(200);
    expect(redeemed).toMatchObject({ status: 200, body: { profile: { reference: `Practitioner/${ids.paula}` } } });
  });

  test('code, is kept by the server as a hash only', async () => {
    await using medplum = await startTestMedplum(start);

    const code = await newCode(medplum);

    expect(JSON.stringify(medplum.tenant.logins.list())).not.toContain(code);
  });

  test.each<[string, string | undefined, string, number, string]>([
    ['who is no administrator', '', ids.device, 403, 'Forbidden'],
    ['who acts for nobody', '', ids.admin, 400, 'Pre-authorization requires onBehalfOfMembership'],
    ['who acts for one who may not read the client', `Practitioner/${ids.paula}`, ids.admin, 403, 'Forbidden'],
  ])('[M1] caller, %s, is refused', async (_case, onBehalfOf, client, status, text) => {
    await using medplum = await startTestMedplum();

    const answer = await preauthorize(medplum, {}, onBehalfOf, client);

    expect(answer).toMatchObject({ status, body: { issue: [{ details: { text } }] } });
  });

  test.each<[string, Readonly<Record<string, unknown>>, number, string]>([
    ['no client', { clientId: undefined }, 400, 'Client ID is required'],
    ['an unknown client', { clientId: ids.nothing }, 404, 'Not found'],
    ...[0, 604_801, 1.5, 'soon'].map((expiresIn): [string, { expiresIn: unknown }, number, string] => [
      `the lifetime ${expiresIn}`,
      { expiresIn },
      400,
      'expiresIn must be a positive integer not exceeding 604800 seconds',
    ]),
  ])('[M1] request, with %s, is refused', async (_case, changes, status, text) => {
    await using medplum = await startTestMedplum(start);

    expect(await preauthorize(medplum, changes)).toMatchObject({ status, body: { issue: [{ details: { text } }] } });
  });

  test('request without a token, is unauthorized', async () => {
    await using medplum = await startTestMedplum(start);

    expect((await medplum.postJson('auth/preauthorize', { clientId: ids.spa })).status).toBe(401);
  });
});

describe('pre-authorized code', () => {
  test('[M3] code, redeemed from an address that the AccessPolicy blocks, gives no tokens', async () => {
    const id = '50000000-0000-4000-8000-000000000093';
    const elsewhere = {
      resourceType: 'AccessPolicy' as const,
      id,
      resource: [{ resourceType: '*' as const }],
      ipAccessRule: [{ name: 'all', value: '*', action: 'block' as const }],
    };
    await using medplum = await startTestMedplum({ resources: [free] });
    const code = await newCode(medplum);
    medplum.tenant.store.put(elsewhere);
    medplum.tenant.store.put({ ...free, accessPolicy: { reference: `AccessPolicy/${id}` } });

    expect(await redeem(medplum, code)).toMatchObject(refusal('invalid_request', 'IP address not allowed'));
  });

  test('[M1] code, redeemed by its client, gives the tokens of the one acted for and no refresh token', async () => {
    await using medplum = await startTestMedplum(start);
    const code = await newCode(medplum, { scope: 'openid offline_access', nonce: 'n-1' });

    const { status, body } = await redeem(medplum, code);

    expect(status).toBe(200);
    expect(body).toMatchObject({
      scope: 'openid offline_access',
      profile: { reference: `Practitioner/${ids.paula}` },
      project: { reference: `Project/${ids.project}` },
    });
    expect(body).not.toHaveProperty('refresh_token');
  });

  test.each([
    ['without a client', '', 'invalid_client'],
    ['by another client', ids.device, 'invalid_request'],
  ] as const)('[M1] code, brought %s, is refused and stays good', async (_case, clientId, error) => {
    await using medplum = await startTestMedplum(start);
    const code = await newCode(medplum);

    const refused = await redeem(medplum, code, clientId);

    expect(refused).toMatchObject(refusal(error, 'Invalid client'));
    expect((await redeem(medplum, code)).status).toBe(200);
  });

  test.each([
    ['', 'Invalid pre-authorized_code'],
    ['x', 'Invalid pre-authorized_code'],
  ])('[M1] code "%s", is refused', async (code, text) => {
    await using medplum = await startTestMedplum(start);

    expect(await redeem(medplum, code)).toMatchObject(refusal('invalid_request', text));
  });

  test('[B2] code, used a second time, is refused and ends what the first use began', async () => {
    await using medplum = await startTestMedplum(start);
    const code = await newCode(medplum);
    const { access_token: token } = (await redeem(medplum, code)).body as Tokens;

    const second = await redeem(medplum, code);
    const me = await medplum.send('auth/me', { headers: bearer(token) });

    expect(second).toMatchObject(refusal('invalid_grant', 'Token already granted'));
    expect(me.status).toBe(401);
  });

  test('[B2] code, used ten times at once, gives one set of tokens', async () => {
    await using medplum = await startTestMedplum(start);
    const code = await newCode(medplum);

    const answers = await Promise.all(Array.from({ length: 10 }, () => redeem(medplum, code)));

    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
  });

  test('code, after its end, is refused', async () => {
    await using medplum = await startTestMedplum(start);
    const code = await newCode(medplum, { expiresIn: 60 });

    medplum.wait(60);

    expect(await redeem(medplum, code)).toMatchObject(refusal('invalid_grant', 'Pre-authorized code expired'));
  });
});
