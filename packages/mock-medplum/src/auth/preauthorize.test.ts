import { describe, expect, test } from 'vitest';

import { IDS } from '#project/test-project.ts';
import { type Answer, bearer, startTestMedplum, type TestMedplum, type Tokens } from '#test-medplum.ts';

const GRANT = 'urn:ietf:params:oauth:grant-type:pre-authorized_code';

/** A practitioner without a policy may read the client that the code is for. */
const FREE = {
  resourceType: 'ProjectMembership' as const,
  id: '60000000-0000-4000-8000-000000000091',
  project: { reference: `Project/${IDS.project}`, display: 'Test Clinic' },
  user: { reference: 'User/70000000-0000-4000-8000-000000000001' },
  profile: { reference: `Practitioner/${IDS.paula}`, display: 'Paula Practitioner' },
};

/** Makes Pat an administrator. */
const ADMIN_MEMBERSHIP = '60000000-0000-4000-8000-000000000092';

const FREE_MEMBERSHIP = `ProjectMembership/${FREE.id}`;

async function preauthorize(
  medplum: TestMedplum,
  changes: Readonly<Record<string, unknown>> = {},
  onBehalfOf: string | undefined = FREE_MEMBERSHIP,
  client: string = IDS.admin,
): Promise<Answer> {
  const token = await medplum.clientToken(client);
  const headers = { ...bearer(token), ...(onBehalfOf && { 'x-medplum-on-behalf-of': onBehalfOf }) };
  return medplum.postJson('auth/preauthorize', { clientId: IDS.spa, ...changes }, headers);
}

async function newCode(medplum: TestMedplum, changes: Readonly<Record<string, unknown>> = {}): Promise<string> {
  return ((await preauthorize(medplum, changes)).body as { preAuthorizedCode: string }).preAuthorizedCode;
}

function redeem(medplum: TestMedplum, code: string, clientId: string = IDS.spa): Promise<Answer> {
  return medplum.postForm('oauth2/token', { grant_type: GRANT, client_id: clientId, 'pre-authorized_code': code });
}

function refusal(code: string, text: string): object {
  return { status: 400, body: { error: code, error_description: text } };
}

const START = { resources: [FREE] };

describe('POST /auth/preauthorize', () => {
  test('administrator, on behalf of a member, gets a code and when it ends [M1]', async () => {
    await using medplum = await startTestMedplum(START);

    const { status, body } = await preauthorize(medplum, { expiresIn: 60 });

    expect(status).toBe(200);
    expect(body).toEqual({
      preAuthorizedCode: expect.stringMatching(/^[0-9a-f]{256}$/) as string,
      expiresAt: '2026-11-23T22:01:00.250Z',
    });
  });

  test('administrator who is a person, on behalf of a member, gets a code by which its client signs that member in', async () => {
    const admin = { ...FREE, user: { reference: 'User/70000000-0000-4000-8000-000000000003' }, id: ADMIN_MEMBERSHIP };
    await using medplum = await startTestMedplum({ resources: [FREE, { ...admin, admin: true }] });
    const token = (await medplum.signIn({ email: 'pat@example.com', resourceType: 'Practitioner' })).access_token;
    const headers = { ...bearer(token), 'x-medplum-on-behalf-of': FREE_MEMBERSHIP };

    const { status, body } = await medplum.postJson('auth/preauthorize', { clientId: IDS.spa }, headers);
    const redeemed = await redeem(medplum, (body as { preAuthorizedCode: string }).preAuthorizedCode);

    expect(status).toBe(200);
    expect(redeemed).toMatchObject({ status: 200, body: { profile: { reference: `Practitioner/${IDS.paula}` } } });
  });

  test('code, is kept by the server as a hash only', async () => {
    await using medplum = await startTestMedplum(START);

    const code = await newCode(medplum);

    expect(JSON.stringify(medplum.tenant.logins.list())).not.toContain(code);
  });

  test.each<[string, string | undefined, string, number, string]>([
    ['who is no administrator', '', IDS.device, 403, 'Forbidden'],
    ['who acts for nobody', '', IDS.admin, 400, 'Pre-authorization requires onBehalfOfMembership'],
    ['who acts for one who may not read the client', `Practitioner/${IDS.paula}`, IDS.admin, 403, 'Forbidden'],
  ])('caller, %s, is refused [M1]', async (_case, onBehalfOf, client, status, text) => {
    await using medplum = await startTestMedplum();

    const answer = await preauthorize(medplum, {}, onBehalfOf, client);

    expect(answer).toMatchObject({ status, body: { issue: [{ details: { text } }] } });
  });

  test.each<[string, Readonly<Record<string, unknown>>, number, string]>([
    ['no client', { clientId: undefined }, 400, 'Client ID is required'],
    ['an unknown client', { clientId: IDS.nothing }, 404, 'Not found'],
    ...[0, 604_801, 1.5, 'soon'].map((expiresIn): [string, { expiresIn: unknown }, number, string] => [
      `the lifetime ${expiresIn}`,
      { expiresIn },
      400,
      'expiresIn must be a positive integer not exceeding 604800 seconds',
    ]),
  ])('request, with %s, is refused [M1]', async (_case, changes, status, text) => {
    await using medplum = await startTestMedplum(START);

    expect(await preauthorize(medplum, changes)).toMatchObject({ status, body: { issue: [{ details: { text } }] } });
  });

  test('request without a token, is unauthorized', async () => {
    await using medplum = await startTestMedplum(START);

    expect((await medplum.postJson('auth/preauthorize', { clientId: IDS.spa })).status).toBe(401);
  });
});

describe('pre-authorized code', () => {
  test('code, redeemed by its client, gives the tokens of the one acted for and no refresh token [M1]', async () => {
    await using medplum = await startTestMedplum(START);
    const code = await newCode(medplum, { scope: 'openid offline_access', nonce: 'n-1' });

    const { status, body } = await redeem(medplum, code);

    expect(status).toBe(200);
    expect(body).toMatchObject({
      scope: 'openid offline_access',
      profile: { reference: `Practitioner/${IDS.paula}` },
      project: { reference: `Project/${IDS.project}` },
    });
    expect(body).not.toHaveProperty('refresh_token');
  });

  test.each([
    ['without a client', '', 'Missing client_id'],
    ['by another client', IDS.device, 'Invalid client'],
  ])('code, brought %s, is refused and stays good [M1]', async (_case, clientId, text) => {
    await using medplum = await startTestMedplum(START);
    const code = await newCode(medplum);

    const refused = await redeem(medplum, code, clientId);

    expect(refused).toMatchObject(refusal('invalid_request', text));
    expect((await redeem(medplum, code)).status).toBe(200);
  });

  test.each([
    ['', 'Missing pre-authorized_code'],
    ['x', 'Invalid pre-authorized_code'],
  ])('code "%s", is refused [M1]', async (code, text) => {
    await using medplum = await startTestMedplum(START);

    expect(await redeem(medplum, code)).toMatchObject(refusal('invalid_request', text));
  });

  test('code, used a second time, is refused and ends what the first use began [B2]', async () => {
    await using medplum = await startTestMedplum(START);
    const code = await newCode(medplum);
    const { access_token: token } = (await redeem(medplum, code)).body as Tokens;

    const second = await redeem(medplum, code);
    const me = await medplum.send('auth/me', { headers: bearer(token) });

    expect(second).toMatchObject(refusal('invalid_grant', 'Token already granted'));
    expect(me.status).toBe(401);
  });

  test('code, used ten times at once, gives one set of tokens [B2]', async () => {
    await using medplum = await startTestMedplum(START);
    const code = await newCode(medplum);

    const answers = await Promise.all(Array.from({ length: 10 }, () => redeem(medplum, code)));

    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
  });

  test('code, after its end, is refused', async () => {
    await using medplum = await startTestMedplum(START);
    const code = await newCode(medplum, { expiresIn: 60 });

    medplum.wait(60);

    expect(await redeem(medplum, code)).toMatchObject(refusal('invalid_grant', 'Token expired'));
  });
});
