import { expect, test } from 'vitest';
import { clientId, clientIds } from '#test/recorded-medplum.ts';
import { secondIdentity } from '#test/second-identity.ts';
import { passwordOf, startTestApp, type TestApp } from '#test/start-test-app.ts';
import { magicLink } from './feature.ts';

const target = 'https://app.example/magic-link';
const env = { LEGACY_PROXY_MAGIC_LINK_URL: target, LEGACY_PROXY_MAGIC_LINK_CLIENT_ID: clientIds.spaClient };

async function codeFor(app: TestApp): Promise<string> {
  const browser = await app.nurse();
  const page = await browser.get('/magic-link');
  expect(page.headers.get('content-security-policy')).toContain("form-action 'self' https://app.example;");
  const answer = await browser.post('/magic-link');
  expect(answer.status).toBe(303);
  const [address, code = ''] = (answer.headers.get('location') ?? '').split('#');
  expect(address).toBe(target);
  return code;
}

async function redeem({ medplum }: TestApp, code: string, client: string): Promise<Response> {
  const body = new URLSearchParams({
    grant_type: 'urn:ietf:params:oauth:grant-type:pre-authorized_code',
    'pre-authorized_code': code,
    client_id: client,
  });
  return fetch(new URL('oauth2/token', medplum.url), { method: 'POST', body });
}

test('[S8] user of the legacy application, who follows a magic link, is the person in the other app, once', async () => {
  const app = await startTestApp({ features: [secondIdentity(clientIds.legacyProxyAdmin), magicLink], env });
  const code = await codeFor(app);

  const wrong = await redeem(app, code, clientId);
  const first = await redeem(app, code, clientIds.spaClient);
  const again = await redeem(app, code, clientIds.spaClient);

  expect([wrong.status, first.status, again.status]).toEqual([400, 200, 400]);
  expect(await first.json()).toMatchObject({ profile: { display: 'Kim Larsen' } });
});

test('[P10] magic link, after it was made, is in no log, and the access log says who asked for it', async () => {
  const app = await startTestApp({ features: [secondIdentity(clientIds.legacyProxyAdmin), magicLink], env });

  const code = await codeFor(app);

  const asked = app.medplum.seen.find(({ path }) => path === '/auth/preauthorize');
  const body = { clientId: clientIds.spaClient, scope: 'openid offline_access', expiresIn: 60 };
  expect(JSON.parse(asked?.body ?? '')).toEqual(body);
  const logged = app.database.prepare('SELECT username, action, resource FROM access_log').all();
  const resource = `ClientApplication/${clientIds.spaClient}`;
  expect(logged).toEqual([{ username: 'nurse.kim', action: 'asked for a magic link', resource }]);
  expect(code.length).toBeGreaterThan(100);
  expect(app.logLines.join('\n')).not.toContain(code);
  expect(JSON.stringify(app.database.prepare('SELECT * FROM access_log').all())).not.toContain(code);
});

test('[S8] magic link, without on-behalf-of or for a user whom Medplum does not know, is none', async () => {
  const [alone, app] = [
    await startTestApp({ features: [magicLink], env }),
    await startTestApp({ features: [secondIdentity(clientIds.legacyProxyAdmin), magicLink], env }),
  ];
  const reception = app.newBrowser();
  await reception.signIn('reception', passwordOf('reception'));
  const nurse = await alone.nurse();

  const pages = [await nurse.get('/magic-link'), await reception.get('/magic-link')];
  const answers = [await nurse.post('/magic-link'), await reception.post('/magic-link')];

  expect(await (await nurse.get('/')).text()).toContain('href="/magic-link"');
  expect(await pages[0]?.text()).toContain('On-behalf-of is not set up here.');
  expect(await pages[1]?.text()).toContain('You are not known in Medplum.');
  expect(answers.map(({ status }) => status)).toEqual([403, 403]);
  expect(await answers[1]?.text()).toContain('no membership');
});

test('settings of the magic link, incomplete, are named, and without any there is none', () => {
  expect(magicLink.configure({})).toBeUndefined();
  expect(() => magicLink.configure({ LEGACY_PROXY_MAGIC_LINK_URL: target })).toThrow(
    'LEGACY_PROXY_MAGIC_LINK_CLIENT_ID is missing',
  );
});
