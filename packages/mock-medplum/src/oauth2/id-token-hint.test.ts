import { describe, expect, test } from 'vitest';
import { ids, clientRedirectUri } from '#project/test-project.ts';
import { bearer, s256Challenge, startTestMedplum, type TestMedplum } from '#test-medplum.ts';

/** Asks for a code without a page, and returns what the client is told. */
async function askSilently(medplum: TestMedplum, hint: string, clientId: string = ids.spa): Promise<URLSearchParams> {
  const query = new URLSearchParams({
    response_type: 'code',
    client_id: clientId,
    redirect_uri: clientRedirectUri,
    scope: 'openid',
    state: 'st-1',
    code_challenge: s256Challenge,
    code_challenge_method: 'S256',
    prompt: 'none',
    id_token_hint: hint,
  });
  const { headers } = await medplum.send(`oauth2/authorize?${query.toString()}`);
  return new URL(headers.get('location') ?? 'about:blank').searchParams;
}

describe('id_token_hint', () => {
  test('hint, of a session that lasts, gets a code without a cookie', async () => {
    await using medplum = await startTestMedplum();
    const { id_token: hint } = await medplum.signIn();

    const answer = await askSilently(medplum, hint);
    const tokens = await medplum.redeem({ status: 0, headers: new Headers(), body: { code: answer.get('code') } });

    expect(answer.get('state')).toBe('st-1');
    expect(tokens.status).toBe(200);
  });

  test.each<[string, (medplum: TestMedplum) => Promise<string>, string]>([
    ["that is another client's", async (medplum) => (await medplum.signIn()).id_token, ids.pkceOptional],
    ['that is an access token', async (medplum) => (await medplum.signIn()).access_token, ids.spa],
    ['that is a refresh token', async (medplum) => (await medplum.signIn()).refresh_token ?? '', ids.spa],
    ['that is no token', async () => 'abc', ids.spa],
    [
      'of a session that was ended',
      async (medplum) => {
        const tokens = await medplum.signIn();
        await medplum.send('oauth2/logout', { method: 'POST', headers: bearer(tokens.access_token) });
        return tokens.id_token;
      },
      ids.spa,
    ],
    [
      'that has expired',
      async (medplum) => {
        const tokens = await medplum.signIn();
        medplum.wait(3600);
        return tokens.id_token;
      },
      ids.spa,
    ],
  ])('hint, %s, gets no code', async (_case, getHint, clientId) => {
    await using medplum = await startTestMedplum();
    const hint = await getHint(medplum);

    expect((await askSilently(medplum, hint, clientId)).get('error')).toBe('login_required');
  });
});
