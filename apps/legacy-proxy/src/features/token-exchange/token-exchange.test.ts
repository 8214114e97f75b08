import type { RequestHandler } from 'express';
import { expect, test } from 'vitest';
import type { Route } from '#routes/route.ts';
import type { AppContext, Feature } from '#src/feature.ts';
import type { Browser } from '#test/browser.ts';
import { freePort } from '#test/free-port.ts';
import { memberships, outcome } from '#test/recorded-medplum.ts';
import { signInAtIdp, startIdp } from '#test/start-idp.ts';
import { passwordOf, startTestApp, type TestApp } from '#test/start-test-app.ts';
import { tokenExchange } from './feature.ts';

const email = 'kim.larsen@clinic.example';

/** A route that answers with whom Medplum takes the user for, and one with what is missing before that. */
const whoAmI: Feature = { name: 'who-am-i', configure: () => ({ routes: (app) => whoAmIRoutes(app) }) };

function whoAmIRoutes(app: AppContext): readonly Route[] {
  const identity = () => app.identities().find(({ kind }) => kind === 'user');
  const answer: RequestHandler = async (request, response) => {
    const me = await identity()?.withClient(request, response, async (client) => client.get('auth/me'));
    response.json({ id: me?.membership?.id });
  };
  const tell: RequestHandler = (request, response) => {
    response.json({ missing: identity()?.missing(request, response) });
  };
  return [
    { method: 'get', path: '/who-am-i', access: 'signed-in', handle: [answer] },
    { method: 'get', path: '/what-is-missing', access: 'signed-in', handle: [tell] },
  ];
}

type Setup = TestApp & Readonly<{ idp: Awaited<ReturnType<typeof startIdp>> }>;

async function setUp(): Promise<Setup> {
  // The provider compares the address of the application letter for letter, and tests have a free port.
  const port = await freePort();
  const idp = await startIdp(port);
  const env = {
    LEGACY_PROXY_IDP_ISSUER: idp.issuer,
    LEGACY_PROXY_IDP_CLIENT_ID: 'legacy-proxy',
    LEGACY_PROXY_IDP_CLIENT_SECRET: 'demo-only-mock-idp-legacy-proxy-secret',
  };
  const app = await startTestApp({ features: [tokenExchange, whoAmI], env, port, idpOrigin: idp.issuer });
  return { ...app, idp };
}

/** Goes to the provider and back; gives the address with the code and what it answered. */
async function signIn({ idp }: Setup, browser: Browser): Promise<Readonly<{ callback: string; answer: Response }>> {
  const start = await browser.get('/token-exchange/start?returnTo=/who-am-i');
  const callback = await signInAtIdp(idp, start.headers.get('location') ?? '', email);
  return { callback, answer: await browser.get(callback) };
}

test('[S5] user who signs in at the identity provider, is known to Medplum as the person', async () => {
  const app = await setUp();
  const browser = await app.nurse();
  const before = await browser.get('/who-am-i');
  const missing = await browser.get('/what-is-missing?of=1');

  const { answer } = await signIn(app, browser);

  expect(before.status).toBe(403);
  expect(await before.text()).toMatch(/You are not signed in at the identity provider\.[^]*Sign in there first\./);
  const path = '/token-exchange/start?returnTo=%2Fwhat-is-missing%3Fof%3D1';
  expect(await missing.json()).toMatchObject({
    missing: { why: expect.stringContaining('not signed in'), link: { path, label: 'Sign in there' } },
  });
  expect([answer.status, answer.headers.get('location')]).toEqual([303, '/who-am-i']);
  expect(await (await browser.get('/who-am-i')).json()).toEqual({ id: memberships.kim });
  expect(await (await browser.get('/what-is-missing')).json()).toEqual({});
});

test('[S5] token of a user, refused at the exchange or ended later, leads to the provider again', async () => {
  const app = await setUp();
  const browser = await app.nurse();
  app.medplum.faults.push(({ path }) => (path === '/oauth2/token' ? outcome(400, 'invalid_request') : undefined));
  const refused = await signIn(app, browser);
  app.medplum.faults.length = 0;
  const unknown = await browser.get('/who-am-i');

  await signIn(app, browser);
  app.medplum.faults.push(({ path }) => (path === '/auth/me' ? outcome(500, 'exception') : undefined));
  const failed = await browser.get('/who-am-i');
  app.medplum.faults.length = 0;
  const after = await browser.get('/who-am-i');
  app.medplum.revokeTokens();
  const ended = await browser.get('/who-am-i');

  expect([refused.answer.status, unknown.status]).toEqual([502, 403]);
  expect([failed.status, after.status, ended.status]).toEqual([502, 200, 403]);
  expect(await (await browser.get('/what-is-missing')).json()).toHaveProperty('missing.link');
});

test('[P6] token of a user, is not used in another session, nor after a sign-out', async () => {
  const app = await setUp();
  const [browser, other] = [await app.nurse(), await app.nurse()];
  await signIn(app, browser);

  const elsewhere = await other.get('/who-am-i');
  await browser.post('/sign-out');
  await browser.signIn('nurse.kim', passwordOf('nurse.kim'));

  expect(elsewhere.status).toBe(403);
  expect((await browser.get('/who-am-i')).status).toBe(403);
});

test('[P6] answer of the identity provider, brought to another session or brought twice, is refused', async () => {
  const app = await setUp();
  const [browser, victim] = [await app.nurse(), await app.nurse()];
  const start = await browser.get('/token-exchange/start');
  const callback = await signInAtIdp(app.idp, start.headers.get('location') ?? '', email);

  const withoutAttempt = await victim.get(callback);
  await victim.get('/token-exchange/start');
  const withOther = await victim.get(callback);
  const right = await browser.get(callback);
  const again = await browser.get(callback);

  expect([withoutAttempt.status, withOther.status, right.status, again.status]).toEqual([400, 502, 303, 400]);
  expect(await withoutAttempt.text()).toMatch(/No sign-in[^]*is under way here\.[^]*Begin it[^]*again\./);
  expect(await withOther.text()).toMatch(/did not sign you in\.[^]*Try again/);
  expect((await victim.get('/who-am-i')).status).toBe(403);
});

test('[P10] sign-in at the identity provider, leaves no code, token or secret in the log', async () => {
  const app = await setUp();
  const browser = await app.nurse();

  const { callback } = await signIn(app, browser);

  const code = new URL(callback).searchParams.get('code') ?? 'none';
  expect(code.length).toBeGreaterThan(20);
  expect(app.logLines.join('\n')).not.toContain(code);
  expect(app.logLines.join('\n')).not.toMatch(/eyJ|demo-only-mock-idp/);
});

test('[S5] identity provider that is away, is named, and the rest goes on', async () => {
  const app = await setUp();
  await app.idp.close();
  const browser = await app.nurse();

  const start = await browser.get('/token-exchange/start');

  expect(start.status).toBe(502);
  expect(await start.text()).toContain('The identity provider does not answer.');
  expect((await browser.get('/patients/1')).status).toBe(200);
});

test('[P10] settings of the identity provider, complete, tell the log which secret to mask', () => {
  const env = { LEGACY_PROXY_IDP_ISSUER: 'https://idp.example', LEGACY_PROXY_IDP_CLIENT_ID: 'legacy-proxy' };

  expect(tokenExchange.configure({ ...env, LEGACY_PROXY_IDP_CLIENT_SECRET: 'canary' })?.secrets).toEqual(['canary']);
});

test('settings of the identity provider, incomplete, are named', () => {
  expect(tokenExchange.configure({})).toBeUndefined();
  expect(() => tokenExchange.configure({ LEGACY_PROXY_IDP_ISSUER: 'https://idp.example' })).toThrow(
    'LEGACY_PROXY_IDP_CLIENT_ID is missing',
  );
});
