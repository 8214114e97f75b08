import { setTimeout } from 'node:timers/promises';
import { type Answer, readJwt } from '#contract/answer.ts';
import { allOk, type Group, grantsRefresh, notFound, refuses, unauthorized, when } from '#contract/case.ts';
import { basic, bearer, type Fields } from '#contract/http-client.ts';
import { invite } from '#contract/world/people.ts';
import type { Tokens, World } from '#contract/world/world.ts';

const nobody = '00000000-0000-4000-8000-000000000000';
const offline = { scope: 'openid offline_access' };
const leaver = { resourceType: 'Practitioner', firstName: 'Lea', lastName: 'Leaver' } as const;
const invalidToken = refuses(400, 'invalid_request: Invalid token');
const revoked = refuses(400, 'invalid_grant: Token revoked');

const refresh = (w: World, token: string, more: Fields = {}, headers: Fields = {}): Promise<Answer> =>
  w.token({ grant_type: 'refresh_token', refresh_token: token, ...more }, headers);

/** Signs in and refreshes at once. */
async function signInAndRefresh(w: World, more: Fields = {}, headers: Fields = {}): Promise<Answer> {
  return refresh(w, (await w.signIn(offline)).refresh_token, more, headers);
}

const readPatients = (w: World, token: string): Promise<Answer> => w.fhir('GET', 'Patient?_count=0', bearer(token));

async function revoke(w: World, tokens: Tokens, loginId: unknown): Promise<Answer> {
  return w.postJson('auth/revoke', { loginId }, bearer(tokens.access_token));
}

const loginIdOf = (tokens: Tokens): unknown => readJwt(tokens.access_token).claims['login_id'];

async function afterRevocation(w: World): Promise<Tokens> {
  const tokens = await w.signIn(offline);
  await revoke(w, tokens, loginIdOf(tokens));
  return tokens;
}

/** Refreshes, then sends the first token again; returns what the refresh gave. */
async function replay(w: World): Promise<Readonly<{ second: Tokens; replayed: Answer }>> {
  const { refresh_token: first } = await w.signIn(offline);
  const second = (await refresh(w, first)).body as Tokens;
  return { second, replayed: await refresh(w, first) };
}

export const refreshToken: Group = {
  title: 'Refresh token (RFC 6749 §6, RFC 9700 §4.14)',
  cases: [
    when(
      'RF01',
      'the token is right',
      (w) => signInAndRefresh(w),
      (w) =>
        grantsRefresh({
          body: { scope: 'openid offline_access', expires_in: 3600 },
          accessToken: { sub: w.practitioner.userId, client_id: w.clients.spa.id },
          refreshToken: { refresh_secret: /^[0-9a-f]{64}$/ },
        }),
    ),
    when('RF02', 'the token that was replaced comes back', async (w) => (await replay(w)).replayed, invalidToken),
    when(
      'RF03',
      'the new token is used after the old one came back',
      async (w) => refresh(w, (await replay(w)).second.refresh_token),
      grantsRefresh(),
      { row: 'A refresh token that was replaced comes back', expect: revoked },
    ),
    when(
      'RF04',
      'the access token from before the refresh is used',
      async (w) => {
        const tokens = await w.signIn(offline);
        await refresh(w, tokens.refresh_token);
        return readPatients(w, tokens.access_token);
      },
      { status: 200 },
    ),
    when(
      'RF05',
      'the body has the wrong secret',
      (w) => signInAndRefresh(w, { client_id: w.clients.spa.id, client_secret: 'wrong' }),
      grantsRefresh(),
    ),
    when(
      'RF06',
      'the body names another client',
      (w) => signInAndRefresh(w, { client_id: w.clients.confidential.id }),
      (w) => grantsRefresh({ accessToken: { client_id: w.clients.spa.id } }),
    ),
    when(
      'RF07',
      'the header has another client',
      (w) => signInAndRefresh(w, {}, basic(w.clients.confidential.id, w.clients.confidential.secret)),
      refuses(400, 'invalid_grant: Incorrect client'),
    ),
    when(
      'RF08',
      'the header has the wrong secret',
      (w) => signInAndRefresh(w, {}, basic(w.clients.spa.id, 'wrong')),
      refuses(400, 'invalid_request: Invalid secret'),
    ),
    when(
      'RF09',
      'the header has the right secret',
      (w) => signInAndRefresh(w, {}, basic(w.clients.spa.id, w.clients.spa.secret)),
      grantsRefresh(),
    ),
    when(
      'RF10',
      'the header has a bearer token',
      (w) => signInAndRefresh(w, {}, { authorization: 'Bearer x' }),
      refuses(400, 'invalid_request: Invalid authorization header'),
    ),
    when(
      'RF11',
      'the token is an access token',
      async (w) => refresh(w, (await w.signIn(offline)).access_token),
      refuses(400, 'invalid_request: Invalid refresh token'),
    ),
    when(
      'RF12',
      'the token is made up',
      (w) => refresh(w, 'abc'),
      refuses(400, 'invalid_request: Invalid refresh token'),
    ),
    when(
      'RF13',
      'the token is missing',
      (w) => w.token({ grant_type: 'refresh_token' }),
      refuses(400, /^invalid_request: /),
    ),
    when(
      'RF14',
      'the refresh token goes to FHIR',
      async (w) => readPatients(w, (await w.signIn(offline)).refresh_token),
      unauthorized,
    ),
    when(
      'RF15',
      'the id token goes to FHIR',
      async (w) => readPatients(w, (await w.signIn(offline)).id_token),
      unauthorized,
    ),
    when('RF16', 'an unknown session is revoked', async (w) => revoke(w, await w.signIn(), nobody), notFound),
    when('RF17', 'nobody revokes a session', (w) => w.postJson('auth/revoke', { loginId: nobody }), unauthorized),
    when(
      'RF18',
      'what is no id is revoked',
      async (w) => revoke(w, await w.signIn(), 'x'),
      refuses(400, 'invalid: Login ID is required.'),
    ),
    when(
      'RF19',
      'a session is revoked',
      async (w) => {
        const tokens = await w.signIn(offline);
        return revoke(w, tokens, loginIdOf(tokens));
      },
      allOk,
    ),
    when(
      'RF20',
      'the access token of a revoked session is used',
      async (w) => readPatients(w, (await afterRevocation(w)).access_token),
      unauthorized,
    ),
    when(
      'RF21',
      'the refresh token of a revoked session is used',
      async (w) => refresh(w, (await afterRevocation(w)).refresh_token),
      revoked,
    ),
    when(
      'RF22',
      'the same token is used three times at once',
      async (w) => {
        const { refresh_token: token } = await w.signIn(offline);
        const answers = await Promise.all([refresh(w, token), refresh(w, token), refresh(w, token)]);
        return answers.toSorted((a, b) => a.status - b.status)[2] ?? refresh(w, token);
      },
      grantsRefresh(),
      {
        row: 'The same refresh token is used several times at once',
        expect: refuses(400, /Invalid token|Token revoked/),
      },
    ),
    when(
      'RF23',
      'the client sets a short life for access tokens',
      async (w) => {
        const tokens = await w.signIn({ ...offline, clientId: w.clients.shortLived.id });
        await setTimeout(2100);
        return readPatients(w, tokens.access_token);
      },
      unauthorized,
    ),
    when(
      'RF24',
      'the membership was switched off',
      async (w) => {
        const email = `left-${crypto.randomUUID()}@example.com`;
        const { membershipId } = await invite(w, w, { ...leaver, email });
        const { refresh_token: token } = await w.signIn({ ...offline, email });
        await w.change(`ProjectMembership/${membershipId}`, { active: false });
        return refresh(w, token);
      },
      refuses(400, 'access_denied: Profile not active'),
    ),
  ],
};
