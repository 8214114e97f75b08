import { decodeJwt } from 'jose';
import { describe, expect, test } from 'vitest';
import { startParties, type TestParties } from '#identity-provider/test-provider.ts';
import { ids, membershipId } from '#project/test-project.ts';
import type { Answer, Tokens } from '#test-medplum.ts';

type Fields = Readonly<Record<string, string>>;

function exchange({ medplum }: TestParties, changes: Fields = {}): Promise<Answer> {
  const fields = {
    grant_type: 'urn:ietf:params:oauth:grant-type:token-exchange',
    client_id: ids.spa,
    subject_token: 'at-1',
    subject_token_type: 'urn:ietf:params:oauth:token-type:access_token',
    ...changes,
  };
  return medplum.postForm('oauth2/token', fields);
}

function vouch({ provider }: TestParties, claims: object): void {
  provider.answers.set('/userinfo', () => ({ body: claims }));
}

function refusal(text: string): object {
  return { status: 400, body: { error: 'invalid_request', error_description: text } };
}

function outcome(text: string): object {
  return { status: 400, body: { resourceType: 'OperationOutcome', issue: [{ details: { text } }] } };
}

const notConfirmed = 'Failed to verify code - check your identity provider configuration';

describe('token exchange', () => {
  test('[M1] token of the provider, gets the tokens of the user with that email', async () => {
    await using parties = await startParties();
    vouch(parties, { sub: 'x', email: 'paula@example.com' });

    const { status, body } = await exchange(parties);

    expect(status).toBe(200);
    const { access_token: accessToken, id_token: idToken } = body as Tokens;
    expect(body).toMatchObject({
      scope: 'openid offline_access',
      refresh_token: expect.any(String) as string,
      profile: { reference: `Practitioner/${ids.paula}` },
      need_patient_banner: false,
    });
    expect(decodeJwt(accessToken)).toMatchObject({ client_id: ids.spa, profile: `Practitioner/${ids.paula}` });
    expect(decodeJwt(idToken)).toMatchObject({ aud: ids.spa, nonce: expect.any(String) as string });
    expect(parties.provider.seen).toMatchObject([{ path: '/userinfo', authorization: 'Bearer at-1' }]);
  });

  test('token of the provider, with the scope openid alone, gets no refresh token', async () => {
    await using parties = await startParties();
    vouch(parties, { email: 'paula@example.com' });

    const { body } = await exchange(parties, { scope: 'openid' });

    expect(body).toMatchObject({ scope: 'openid' });
    expect(body).not.toHaveProperty('refresh_token');
  });

  test('[M1] client secret, that is wrong, is not looked at', async () => {
    await using parties = await startParties();
    vouch(parties, { email: 'paula@example.com' });

    expect((await exchange(parties, { client_secret: 'wrong' })).status).toBe(200);
  });

  test.each<[string, Fields, string]>([
    ['no client', { client_id: '' }, 'Invalid client'],
    ['an unknown client', { client_id: ids.nothing }, 'Invalid client'],
    ['a client without provider', { client_id: ids.device }, 'Invalid client'],
    ['no token', { subject_token: '' }, 'Invalid subject_token'],
    ['an id_token', { subject_token_type: 'urn:ietf:params:oauth:token-type:id_token' }, 'Invalid subject_token_type'],
    ['no type', { subject_token_type: '' }, 'Invalid subject_token_type'],
  ])('[M1] exchange, with %s, is refused', async (_case, changes, text) => {
    await using parties = await startParties();

    expect(await exchange(parties, changes)).toMatchObject(refusal(text));
  });

  test.each<[string, unknown, string]>([
    ['refuses the token', { status: 401 }, notConfirmed],
    ['fails', { status: 500 }, notConfirmed],
    ['answers HTML', { body: '<html>' }, 'Failed to verify code - unsupported content type: text/html'],
    ['answers broken JSON', { body: '{', contentType: 'application/json' }, notConfirmed],
    ['never answers', undefined, notConfirmed],
  ])('[M1] provider, that %s, is not believed', async (_case, answer, text) => {
    await using parties = await startParties({}, { outboundTimeoutMs: 100 });
    parties.provider.answers.set('/userinfo', () => answer as undefined);

    expect(await exchange(parties)).toMatchObject(refusal(text));
  });

  test('[M1] provider, that is asked too often, makes the answer 429', async () => {
    await using parties = await startParties();
    parties.provider.answers.set('/userinfo', () => ({ status: 429 }));

    const { status, body } = await exchange(parties);

    expect(status).toBe(429);
    expect(body).toEqual({ error: 'invalid_request', error_description: 'Too Many Requests' });
  });

  test('provider, that answers with a JWT, is read', async () => {
    await using parties = await startParties();
    const key = await parties.provider.addKey('idp-2');
    const jwt = await key.sign({ email: 'paula@example.com' });
    parties.provider.answers.set('/userinfo', () => ({ body: jwt, contentType: 'application/jwt' }));

    expect((await exchange(parties)).status).toBe(200);
  });

  test.each<[string, object, Fields, string]>([
    ['an email that nobody has', { email: 'stranger@example.com' }, {}, 'User not found'],
    ['no email', { sub: 'x' }, {}, 'Missing email or externalId'],
    [
      "another user's membership",
      { email: 'paula@example.com' },
      { membership_id: membershipId('4') },
      'User not found',
    ],
  ])('[M1] user, with %s, is refused with an OperationOutcome', async (_case, claims, changes, text) => {
    await using parties = await startParties();
    vouch(parties, claims);

    expect(await exchange(parties, changes)).toMatchObject(outcome(text));
  });

  test('user with several memberships, gets the first, or the one that is named', async () => {
    await using parties = await startParties();
    vouch(parties, { email: 'two@example.com' });

    const first = await exchange(parties);
    const named = await exchange(parties, { membership_id: membershipId('3') });

    expect(first.body).toMatchObject({ profile: { reference: `Practitioner/${ids.paula}` } });
    expect(named.body).toMatchObject({ profile: { reference: `Patient/${ids.pat}` }, patient: ids.pat });
  });

  test('user, whose policy blocks the address, is refused', async () => {
    await using parties = await startParties();
    vouch(parties, { email: 'blocked@example.com' });

    expect(await exchange(parties)).toMatchObject(outcome('IP address not allowed'));
  });

  test('provider inside the network, when the server may fetch nothing there, is not asked', async () => {
    await using parties = await startParties({}, { allowUnsafeOutbound: false });
    vouch(parties, { email: 'paula@example.com' });

    expect(await exchange(parties)).toMatchObject(refusal(notConfirmed));
    expect(parties.provider.seen).toEqual([]);
  });
});

describe('POST /auth/exchange', () => {
  test('[M1] token of the provider, gets the tokens of the user', async () => {
    await using parties = await startParties();
    vouch(parties, { email: 'paula@example.com' });

    const body = { externalAccessToken: 'at-1', clientId: ids.spa };
    const answer = await parties.medplum.postJson('auth/exchange', body);

    expect(answer.status).toBe(200);
    expect(answer.body).toMatchObject({ scope: 'openid offline_access', token_type: 'Bearer' });
  });

  test('[M1] nothing at all, is told what is missing', async () => {
    await using parties = await startParties();

    const { status, body } = await parties.medplum.postJson('auth/exchange', {});

    expect(status).toBe(400);
    expect(body).toMatchObject({
      issue: [
        { expression: ['externalAccessToken'], details: { text: 'Missing externalAccessToken' } },
        { expression: ['clientId'], details: { text: 'Missing clientId' } },
      ],
    });
  });

  test('[M1] token that the provider refuses, is refused like at the token endpoint', async () => {
    await using parties = await startParties();

    const body = { externalAccessToken: 'bad', clientId: ids.spa };

    expect(await parties.medplum.postJson('auth/exchange', body)).toMatchObject(refusal(notConfirmed));
  });
});
