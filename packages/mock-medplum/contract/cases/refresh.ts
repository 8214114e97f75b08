import { setTimeout } from 'node:timers/promises';
import { type Answer, readJwt } from '#contract/answer.ts';
import { allOk, type Group, grantsRefresh, notFound, refuses, unauthorized, when } from '#contract/case.ts';
import { basic, bearer, type Fields } from '#contract/http-client.ts';
import { invite } from '#contract/setup/people.ts';
import type { Tokens, Setup } from '#contract/setup/setup.ts';

const nobody = '00000000-0000-4000-8000-000000000000';
const offline = { scope: 'openid offline_access' };
const leaver = { resourceType: 'Practitioner', firstName: 'Lea', lastName: 'Leaver' } as const;
const invalidToken = refuses(400, 'invalid_request: Invalid token');
const revoked = refuses(400, 'invalid_grant: Token revoked');

const refresh = (setup: Setup, token: string, more: Fields = {}, headers: Fields = {}): Promise<Answer> =>
  setup.token({ grant_type: 'refresh_token', refresh_token: token, ...more }, headers);

/** Signs in and refreshes at once. */
async function signInAndRefresh(setup: Setup, more: Fields = {}, headers: Fields = {}): Promise<Answer> {
  return refresh(setup, (await setup.signIn(offline)).refresh_token, more, headers);
}

const readPatients = (setup: Setup, token: string): Promise<Answer> =>
  setup.fhir('GET', 'Patient?_count=0', bearer(token));

async function revoke(setup: Setup, tokens: Tokens, loginId: unknown): Promise<Answer> {
  return setup.postJson('auth/revoke', { loginId }, bearer(tokens.access_token));
}

const loginIdOf = (tokens: Tokens): unknown => readJwt(tokens.access_token).claims['login_id'];

async function afterRevocation(setup: Setup): Promise<Tokens> {
  const tokens = await setup.signIn(offline);
  await revoke(setup, tokens, loginIdOf(tokens));
  return tokens;
}

/** Refreshes, then sends the first token again; returns what the refresh gave. */
async function replay(setup: Setup): Promise<Readonly<{ second: Tokens; replayed: Answer }>> {
  const { refresh_token: first } = await setup.signIn(offline);
  const second = (await refresh(setup, first)).body as Tokens;
  return { second, replayed: await refresh(setup, first) };
}

export const refreshToken: Group = {
  title: 'Refresh token (RFC 6749 §6, RFC 9700 §4.14)',
  cases: [
    when(
      'RF01',
      'the token is right',
      (setup) => signInAndRefresh(setup),
      (setup) =>
        grantsRefresh({
          body: { scope: 'openid offline_access', expires_in: 3600 },
          accessToken: { sub: setup.practitioner.userId, client_id: setup.clients.spa.id },
          refreshToken: { refresh_secret: /^[0-9a-f]{64}$/ },
        }),
    ),
    when(
      'RF02',
      'the token that was replaced comes back',
      async (setup) => (await replay(setup)).replayed,
      invalidToken,
    ),
    when(
      'RF03',
      'the new token is used after the old one came back',
      async (setup) => refresh(setup, (await replay(setup)).second.refresh_token),
      grantsRefresh(),
      { row: 'A refresh token that was replaced comes back', expect: revoked },
    ),
    when(
      'RF04',
      'the access token from before the refresh is used',
      async (setup) => {
        const tokens = await setup.signIn(offline);
        await refresh(setup, tokens.refresh_token);
        return readPatients(setup, tokens.access_token);
      },
      { status: 200 },
    ),
    when(
      'RF05',
      'the body has the wrong secret',
      (setup) => signInAndRefresh(setup, { client_id: setup.clients.spa.id, client_secret: 'wrong' }),
      grantsRefresh(),
    ),
    when(
      'RF06',
      'the body names another client',
      (setup) => signInAndRefresh(setup, { client_id: setup.clients.confidential.id }),
      (setup) => grantsRefresh({ accessToken: { client_id: setup.clients.spa.id } }),
    ),
    when(
      'RF07',
      'the header has another client',
      (setup) => signInAndRefresh(setup, {}, basic(setup.clients.confidential.id, setup.clients.confidential.secret)),
      refuses(400, 'invalid_grant: Incorrect client'),
    ),
    when(
      'RF08',
      'the header has the wrong secret',
      (setup) => signInAndRefresh(setup, {}, basic(setup.clients.spa.id, 'wrong')),
      refuses(400, 'invalid_request: Invalid secret'),
    ),
    when(
      'RF09',
      'the header has the right secret',
      (setup) => signInAndRefresh(setup, {}, basic(setup.clients.spa.id, setup.clients.spa.secret)),
      grantsRefresh(),
    ),
    when(
      'RF10',
      'the header has a bearer token',
      (setup) => signInAndRefresh(setup, {}, { authorization: 'Bearer x' }),
      refuses(400, 'invalid_request: Invalid authorization header'),
    ),
    when(
      'RF11',
      'the token is an access token',
      async (setup) => refresh(setup, (await setup.signIn(offline)).access_token),
      refuses(400, 'invalid_request: Invalid refresh token'),
    ),
    when(
      'RF12',
      'the token is made up',
      (setup) => refresh(setup, 'abc'),
      refuses(400, 'invalid_request: Invalid refresh token'),
    ),
    when(
      'RF13',
      'the token is missing',
      (setup) => setup.token({ grant_type: 'refresh_token' }),
      refuses(400, /^invalid_request: /),
    ),
    when(
      'RF14',
      'the refresh token goes to FHIR',
      async (setup) => readPatients(setup, (await setup.signIn(offline)).refresh_token),
      unauthorized,
    ),
    when(
      'RF15',
      'the id token goes to FHIR',
      async (setup) => readPatients(setup, (await setup.signIn(offline)).id_token),
      unauthorized,
    ),
    when(
      'RF16',
      'an unknown session is revoked',
      async (setup) => revoke(setup, await setup.signIn(), nobody),
      notFound,
    ),
    when(
      'RF17',
      'nobody revokes a session',
      (setup) => setup.postJson('auth/revoke', { loginId: nobody }),
      unauthorized,
    ),
    when(
      'RF18',
      'what is no id is revoked',
      async (setup) => revoke(setup, await setup.signIn(), 'x'),
      refuses(400, 'invalid: Login ID is required.'),
    ),
    when(
      'RF19',
      'a session is revoked',
      async (setup) => {
        const tokens = await setup.signIn(offline);
        return revoke(setup, tokens, loginIdOf(tokens));
      },
      allOk,
    ),
    when(
      'RF20',
      'the access token of a revoked session is used',
      async (setup) => readPatients(setup, (await afterRevocation(setup)).access_token),
      unauthorized,
    ),
    when(
      'RF21',
      'the refresh token of a revoked session is used',
      async (setup) => refresh(setup, (await afterRevocation(setup)).refresh_token),
      revoked,
    ),
    when(
      'RF22',
      'the same token is used three times at once, the first time',
      async (setup) => {
        const { refresh_token: token } = await setup.signIn(offline);
        const answers = await Promise.all([refresh(setup, token), refresh(setup, token), refresh(setup, token)]);
        // How many more get tokens is a race.
        return answers.toSorted((a, b) => a.status - b.status)[0] ?? refresh(setup, token);
      },
      grantsRefresh(),
    ),
    when(
      'RF23',
      'the client sets a short life for access tokens',
      async (setup) => {
        const tokens = await setup.signIn({ ...offline, clientId: setup.clients.shortLived.id });
        await setTimeout(2100);
        return readPatients(setup, tokens.access_token);
      },
      unauthorized,
    ),
    when(
      'RF24',
      'the membership was switched off',
      async (setup) => {
        const email = `left-${crypto.randomUUID()}@example.com`;
        const { membershipId } = await invite(setup, setup, { ...leaver, email });
        const { refresh_token: token } = await setup.signIn({ ...offline, email });
        await setup.change(`ProjectMembership/${membershipId}`, { active: false });
        return refresh(setup, token);
      },
      refuses(400, 'access_denied: Profile not active'),
    ),
  ],
};
