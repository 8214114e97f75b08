import { beforeEach, expect, test } from 'vitest';
import { type Answers, createStubServer, origin, settings, type StubServer, unsignedToken } from '#test/stub-server.ts';
import { type SmartApp, smartApp } from './smart-launch.ts';

const launchedTokens = {
  token_type: 'Bearer',
  access_token: unsignedToken({ client_id: settings.clientId, login_id: 'a-launch', scope: 'openid patient/*.rs' }),
  refresh_token: 'a-launch-refresh-token',
  scope: 'openid patient/*.rs',
  profile: { reference: 'Practitioner/maya' },
  project: { reference: 'Project/clinic' },
  patient: 'sam',
  encounter: 'visit',
  fhirContext: [{ reference: 'ImagingStudy/1' }],
  need_patient_banner: false,
  smart_style_url: 'https://medplum.test/style.json',
};
const scopes = ['launch', 'openid', 'patient/*.rs'];

let server: StubServer;
let app: SmartApp;

function arrange(answers: Answers = {}): void {
  server = createStubServer({ 'oauth2/token': { body: launchedTokens }, ...answers });
  app = smartApp(server.connection().context);
}

async function launch(): Promise<string> {
  await app.start({ launch: 'l-1', scopes });
  return `?${new URLSearchParams({ code: 'c-1', state: server.authorizationRequest().get('state') ?? '' })}`;
}

beforeEach(() => arrange());

test('[C11] launch, from an EHR, asks with the launch, this server as aud, PKCE, state and nonce', async () => {
  await launch();

  expect(Object.fromEntries(server.authorizationRequest())).toEqual({
    response_type: 'code',
    client_id: settings.clientId,
    redirect_uri: `${origin}/smart/callback`,
    scope: scopes.join(' '),
    aud: 'https://medplum.test/fhir/R4',
    launch: 'l-1',
    prompt: 'login',
    state: expect.stringMatching(/^[\w-]{43}$/),
    nonce: expect.stringMatching(/^[\w-]{43}$/),
    code_challenge: expect.stringMatching(/^[\w-]{43}$/),
    code_challenge_method: 'S256',
  });
});

test('[C11] launch, standalone, names the server as aud too, and no launch', async () => {
  await app.start({ scopes: ['openid'] });

  const request = server.authorizationRequest();
  expect(request.get('aud')).toBe('https://medplum.test/fhir/R4');
  expect(request.has('launch')).toBe(false);
});

test('[C11] callback, with the answer, keeps the context and what was granted of the scopes', async () => {
  await app.finish(await launch());

  expect(app.session.state()).toMatchObject({ status: 'signed-in', profile: { id: 'maya' } });
  expect(app.context()).toEqual({
    asked: scopes,
    granted: ['openid', 'patient/*.rs'],
    patient: 'sam',
    encounter: 'visit',
    fhirContext: ['ImagingStudy/1'],
    needsPatientBanner: false,
    styleUrl: 'https://medplum.test/style.json',
  });
});

test('[C11] [B8] callback, finished twice at once, asks for tokens once', async () => {
  const search = await launch();

  await Promise.all([app.finish(search), app.finish(search)]);

  expect(server.calls('oauth2/token')).toHaveLength(1);
  expect(new URLSearchParams(server.calls('oauth2/token')[0]).get('redirect_uri')).toBe(`${origin}/smart/callback`);
});

test('[C11] [B4] callback, with a foreign state, sends nothing', async () => {
  await launch();

  await expect(app.finish('?code=foreign&state=foreign')).rejects.toMatchObject({ code: 'state_mismatch' });
  expect(server.fetch).not.toHaveBeenCalled();
});

test('[C11] [B4] callback, that no launch of this tab waits for, sends nothing', async () => {
  const { redirect } = server.connection();
  await redirect.start('/');
  const state = server.authorizationRequest().get('state');

  await expect(app.finish(`?code=c-1&state=${state}`)).rejects.toMatchObject({ code: 'callback_without_attempt' });
  expect(server.fetch).not.toHaveBeenCalled();
});

test('[C11] callback, after an unknown launch, says which it was', async () => {
  const state = new URLSearchParams(await launch()).get('state');
  const refusal = { error: 'invalid_request', error_description: 'Invalid launch', state: state ?? '' };

  await expect(app.finish(`?${new URLSearchParams(refusal)}`)).rejects.toMatchObject({
    code: 'launch_unknown',
    raw: { error: 'invalid_request' },
  });
});

test('[C11] launched app, beside a signed-in user, has a session of its own that ends by itself', async () => {
  await server.signIn();
  window.sessionStorage.setItem('of-another-app', 'kept');
  await app.finish(await launch());
  const outerToken = server.medplum().getAccessToken();

  await app.session.signOut();

  expect(app.session.state()).toEqual({ status: 'signed-out', because: 'signed-out' });
  expect(app.context()).toBeUndefined();
  expect(JSON.stringify({ ...window.sessionStorage })).toBe('{"of-another-app":"kept"}');
  expect(server.medplum().getAccessToken()).toBe(outerToken);
  expect(outerToken).toBeDefined();
});

test('[C11] launched app, after a reload, has its session and context again', async () => {
  await app.finish(await launch());

  const reloaded = smartApp(server.connection().context);
  const fresh = smartApp({ ...server.connection().context });

  expect(reloaded).toBe(app);
  await expect.poll(() => fresh.session.state().status).toBe('signed-in');
  expect(fresh.context()?.patient).toBe('sam');
});

test('[C11] launch, while an earlier one is open, ends that one first', async () => {
  await app.finish(await launch());

  await app.start({ launch: 'l-2', scopes });

  expect(app.session.state().status).toBe('signed-out');
  expect(server.calls('oauth2/logout')).toHaveLength(1);
});
