import { expect, test, vi } from 'vitest';
import { codeChallengeOf } from '#medplum/code-flow.ts';
import { type Answers, createStubServer, outcome, settings, signIdToken, type StubServer } from '#test/stub-server.ts';
import { pendingExternalAttempt } from './external-attempt.ts';
import { type ExternalSignIn, finishExternalSignIn, startExternalSignIn } from './external-sign-in.ts';

const riverside = {
  name: 'Riverside ID',
  authorizeUrl: 'https://idp.test/authorize',
  clientId: 'medplum-there',
};

const byApp: ExternalSignIn = { ...riverside, returnTo: '/patients/sam' };

function arrange(answers: Answers = {}): StubServer {
  return createStubServer(answers);
}

async function start(server: StubServer, signIn: ExternalSignIn = byApp): Promise<URLSearchParams> {
  await startExternalSignIn(server.connection().context, signIn);
  return server.authorizationRequest();
}

function loginOf(request: URLSearchParams): Readonly<Record<string, string>> {
  return JSON.parse(request.get('state') ?? '{}') as Record<string, string>;
}

test('[C3] external sign-in, by app, asks in Medplum’s name and puts its own login into the state', async () => {
  const server = arrange();

  const request = await start(server);

  expect(server.leaveFor.mock.lastCall?.[0]).toMatch(/^https:\/\/idp\.test\/authorize\?/);
  expect(Object.fromEntries(request)).toMatchObject({
    response_type: 'code',
    client_id: 'medplum-there',
    redirect_uri: 'https://medplum.test/auth/external',
    scope: 'openid profile email',
  });
  expect(loginOf(request)).toMatchObject({
    clientId: settings.clientId,
    redirectUri: 'https://app.test/callback',
    scope: settings.scope,
    codeChallengeMethod: 'S256',
  });
});

test('[C3] external sign-in, gives the provider no code challenge, which Medplum could not answer', async () => {
  const request = await start(arrange());

  expect([...request.keys()].filter((name) => name.startsWith('code_challenge'))).toEqual([]);
});

test('[C4] external sign-in, by domain, keeps the client id that Medplum named and says which domain', async () => {
  const authorizeUrl = 'https://hospital.test/authorize?client_id=of-the-domain&scope=openid+email';

  const request = await start(arrange(), {
    name: 'hospital.test',
    authorizeUrl,
    domain: 'hospital.test',
    returnTo: '/',
  });

  expect(Object.fromEntries(request)).toMatchObject({ client_id: 'of-the-domain', scope: 'openid email' });
  expect(loginOf(request)).toMatchObject({ domain: 'hospital.test', returnTo: 'https://app.test/callback' });
});

test('[C3] external sign-in, in a window, sends that window and keeps this page', async () => {
  const server = arrange();
  const visited: string[] = [];
  const opened = {
    id: 'a-window',
    leaveFor: (url: string) => void visited.push(url),
    show() {},
    close() {},
    isClosed: () => false,
  };

  await startExternalSignIn(server.connection().context, byApp, opened);

  expect(visited).toEqual([expect.stringContaining('https://idp.test/authorize')]);
  expect(server.leaveFor).not.toHaveBeenCalled();
  expect(pendingExternalAttempt(window.sessionStorage)).toMatchObject({
    windowId: 'a-window',
    provider: { name: 'Riverside ID' },
  });
});

test('[C3] callback, after a provider, redeems the code with this tab’s verifier and keeps the deep link', async () => {
  const server = arrange();
  const { codeChallenge } = loginOf(await start(server));

  const finished = await finishExternalSignIn(server.connection().context, '?login=a-login&code=a-code');

  const sent = new URLSearchParams(server.calls('oauth2/token')[0]);
  expect(finished).toMatchObject({ step: { status: 'signed-in' }, returnTo: '/patients/sam' });
  expect(await codeChallengeOf(sent.get('code_verifier') ?? '')).toBe(codeChallenge);
});

test('[B4] callback, after a provider, with the code of somebody else’s login, keeps no token', async () => {
  const server = arrange({
    'oauth2/token': { status: 400, body: { error: 'invalid_request', error_description: 'Invalid code verifier' } },
  });
  await start(server);

  await expect(finishExternalSignIn(server.connection().context, '?login=foreign&code=foreign')).rejects.toMatchObject({
    code: 'code_refused',
  });

  expect(server.medplum().getActiveLogin()).toBeUndefined();
});

test('[B4] callback, after a provider, whose ID token has a foreign nonce, keeps no token', async () => {
  const server = arrange();
  await start(server);
  server.answerWithIdToken(await signIdToken({ nonce: 'foreign' }));

  await expect(finishExternalSignIn(server.connection().context, '?login=a-login&code=a-code')).rejects.toMatchObject({
    code: 'id_token_refused',
  });

  expect(server.medplum().getActiveLogin()).toBeUndefined();
});

test('[B6] external sign-in, started with a link that leaves the app, comes back to the first page', async () => {
  const server = arrange();
  await start(server, { ...riverside, returnTo: '//evil.example' });

  await expect(finishExternalSignIn(server.connection().context, '?login=a-login&code=a-code')).resolves.toMatchObject({
    returnTo: '/',
  });
});

test.each([
  'javascript:alert(document.domain)//https://idp.test',
  ' JavaScript:alert(1)',
  'data:text/html,<script>alert(1)</script>',
  'http://idp.test/authorize',
  '//idp.test/authorize',
  '',
])('[L8] external sign-in, at "%s", goes nowhere and is not under way', async (authorizeUrl) => {
  const server = arrange();
  const leaveFor = vi.fn<(url: string) => void>();
  const opened = { id: 'a-window', leaveFor, show() {}, close() {}, isClosed: () => false };
  const signIn = { name: 'hospital.test', authorizeUrl, domain: 'hospital.test', returnTo: '/' };

  for (const window of [undefined, opened]) {
    await expect(startExternalSignIn(server.connection().context, signIn, window)).rejects.toMatchObject({
      code: 'address_refused',
    });
  }

  expect(server.leaveFor).not.toHaveBeenCalled();
  expect(leaveFor).not.toHaveBeenCalled();
  expect(pendingExternalAttempt(window.sessionStorage)).toBeUndefined();
});

test('[L8] external sign-in, at a provider on this machine, may use http', async () => {
  const server = arrange();

  await start(server, { ...byApp, authorizeUrl: 'http://localhost:8104/authorize' });

  expect(server.leaveFor.mock.lastCall?.[0]).toContain('http://localhost:8104/authorize?');
});

const memberships = [
  { id: 'one', profile: { reference: 'Practitioner/1', display: 'Dr Noor Haddad' } },
  { id: 'two', profile: { reference: 'Patient/2', display: 'Noor Haddad' } },
];

test('[C3] callback, with a login that is still open, asks which profile and signs in with it', async () => {
  const server = arrange({ 'auth/login/open-login': { body: { login: 'open-login', memberships } } });
  const { codeChallenge = '' } = loginOf(await start(server));

  const { step } = await finishExternalSignIn(
    server.connection().context,
    `?${new URLSearchParams({ login: 'open-login', code_challenge: codeChallenge })}`,
  );

  expect(step).toMatchObject({ status: 'choose-profile', memberships });
  await expect('choose' in step && step.choose('two')).resolves.toEqual({ status: 'signed-in' });
  expect(server.calls('auth/profile')).toEqual([JSON.stringify({ login: 'open-login', profile: 'two' })]);
});

test.each([
  ['another challenge', { login: 'foreign', code_challenge: 'x'.repeat(43) }],
  ['no challenge', { login: 'foreign' }],
])(
  '[B4] callback, with an open login of %s, is refused before any request leaves the browser',
  async (_name, query) => {
    const server = arrange();
    await start(server);

    await expect(
      finishExternalSignIn(server.connection().context, `?${new URLSearchParams(query)}`),
    ).rejects.toMatchObject({
      code: 'state_mismatch',
    });

    expect(server.fetch).not.toHaveBeenCalled();
  },
);

test('callback, with an open login that Medplum has ended, says so', async () => {
  const server = arrange({ 'auth/login/open-login': outcome(400, 'invalid', 'Login revoked') });
  const { codeChallenge = '' } = loginOf(await start(server));
  const search = `?${new URLSearchParams({ login: 'open-login', code_challenge: codeChallenge })}`;

  await expect(finishExternalSignIn(server.connection().context, search)).rejects.toMatchObject({
    code: 'login_ended',
  });
});

test('[C3] sign-in in another way, forgets the one with a provider that was given up', async () => {
  const server = arrange();
  await start(server);

  await server.signIn();

  expect(pendingExternalAttempt(window.sessionStorage)).toBeUndefined();
});
