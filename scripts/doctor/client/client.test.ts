import { createDemoProject, demoIds } from '@auth-patterns/demo-project';
import { startMockMedplum, type MockMedplum } from '@auth-patterns/mock-medplum';
import type { AccessPolicy, ClientApplication, ProjectMembership, Resource } from '@medplum/fhirtypes';
import { expect, test } from 'vitest';
import type { Finding } from '#doctor/finding.ts';
import { answering } from '#doctor/test-fetch.ts';
import { findAdministrator } from './administrator.ts';
import { administratorsClient } from './administrators-client.ts';
import { confidentialClient } from './confidential-client.ts';
import { cookies } from './cookies.ts';
import { lifetimeSeconds } from './lifetime.ts';
import { publicClient } from './public-client.ts';
import { redirectUri } from './redirect-uri.ts';

const { spaClient, legacyProxy } = demoIds.clients;
const outside = { fetch, env: {} };
const callback = 'http://localhost:3001/callback';

const told = (findings: readonly Finding[]): string =>
  findings.map(({ verdict, check, text, fix }) => `${verdict} ${check} ${text} ${fix}`).join('\n');

/** The clinic, in which a test changes what has an id or belongs to it. */
function startClinic(change: (resource: Resource) => object | undefined = () => undefined): Promise<MockMedplum> {
  const { resources, passwords } = createDemoProject();
  const changed = resources.map((resource) => ({ ...resource, ...change(resource) }));
  return startMockMedplum({ project: { resources: changed, passwords }, control: true });
}

const client = (id: string, changes: Partial<ClientApplication>) => (resource: Resource) =>
  resource.id === id ? changes : undefined;
const membership =
  (id: string, changes: { [Name in keyof ProjectMembership]?: ProjectMembership[Name] | undefined }) =>
  (resource: Resource) =>
    resource.resourceType === 'ProjectMembership' && resource.user?.reference === `ClientApplication/${id}`
      ? changes
      : undefined;

async function lookAtSpa({ baseUrl }: MockMedplum): Promise<string> {
  const server = { baseUrl, isMock: true, dateMs: 0 };
  const administrator = await findAdministrator(server, { project: undefined }, outside);
  return told(await publicClient({ clientId: spaClient, graceSeconds: 300 }, administrator));
}

test('[X3] doctor, of the demo, finds the client of spa-client active and its tokens long enough', async () => {
  await using mock = await startClinic();

  expect(await lookAtSpa(mock)).toMatch(/^ok client .*active.*\nok lifetime .*3600 s/);
});

test.each<[string, Partial<ClientApplication>, RegExp]>([
  ['is off', { status: 'off' }, /fault client .*switched off \(status off\).*active/],
  ['does not require PKCE', { pkceOptional: true }, /fault client .*pkceOptional/],
  [
    'gives tokens as short as the grace',
    { accessTokenLifetime: '5m' },
    /fault lifetime .*live 300 s.*PUBLIC_MEDPLUM_REFRESH/,
  ],
])('[X3] doctor, of a browser client that %s, says so and what to do', async (_case, changes, expected) => {
  await using mock = await startClinic(client(spaClient, changes));

  expect(await lookAtSpa(mock)).toMatch(expected);
});

test('[X3] doctor, of a server without an administrator at hand, says what it needs and guesses nothing', async () => {
  const real = { baseUrl: 'http://localhost:1/', isMock: false, dateMs: 0 };
  const administrator = await findAdministrator(real, { project: undefined }, outside);

  expect(told(await publicClient({ clientId: spaClient, graceSeconds: 300 }, administrator))).toMatch(
    /^not-checked .*MEDPLUM_ADMIN_EMAIL and MEDPLUM_ADMIN_PASSWORD/,
  );
});

test('[X3] doctor, of a client that the Project does not have, names the Project', async () => {
  await using mock = await startClinic();
  const server = { baseUrl: mock.baseUrl, isMock: true, dateMs: 0 };
  const administrator = await findAdministrator(server, { project: undefined }, outside);

  expect(told(await publicClient({ clientId: demoIds.device, graceSeconds: 300 }, administrator))).toMatch(
    /^fault client Project ".+" has no ClientApplication/,
  );
});

async function askFor(mock: MockMedplum, changes: Readonly<{ uri?: string; clientId?: string; scope?: string }> = {}) {
  const request = { baseUrl: mock.baseUrl, clientId: spaClient, scope: 'openid', uri: callback, ...changes };
  return redirectUri(request, outside);
}

test('[X3] doctor, of a registered redirect URI, learns where people sign in', async () => {
  await using mock = await startClinic();

  const { finding, signInUrl } = await askFor(mock);

  expect(finding.verdict).toBe('ok');
  expect(signInUrl?.href.startsWith(`${mock.baseUrl}oauth?`)).toBe(true);
});

test.each([
  ['another port', { uri: 'http://localhost:3999/callback' }, /fault redirect-uri .*Register http:\/\/localhost:3999/],
  ['a slash more', { uri: `${callback}/` }, /fault redirect-uri .*letter for letter/],
  ['an unknown client', { clientId: demoIds.device }, /fault client .*PUBLIC_MEDPLUM_CLIENT_ID/],
  ['no scope', { scope: '' }, /fault redirect-uri .*Missing scope.*PUBLIC_MEDPLUM_SCOPE/],
])('[X3] doctor, of a sign-in with %s, says what to correct', async (_case, changes, expected) => {
  await using mock = await startClinic();

  expect(told([(await askFor(mock, changes)).finding])).toMatch(expected);
});

/** Signs in as a confidential client does, with no more than the protocol. */
async function lookAtProxy({ baseUrl }: MockMedplum, secret = 'demo-only-legacy-proxy-secret'): Promise<string> {
  const accessToken = async (): Promise<string> => {
    const form = { grant_type: 'client_credentials', client_id: legacyProxy, client_secret: secret };
    const answer = await fetch(`${baseUrl}oauth2/token`, { method: 'POST', body: new URLSearchParams(form) });
    const body = (await answer.json()) as Record<string, string>;
    if (!answer.ok) {
      throw new Error(body['error_description']);
    }
    return body['access_token'] ?? '';
  };
  return told(await confidentialClient({ baseUrl, clientId: legacyProxy, accessToken, graceSeconds: 300 }, outside));
}

test('[X3] doctor, of the demo, finds that legacy-proxy signs in with a policy', async () => {
  await using mock = await startClinic();

  expect(await lookAtProxy(mock)).toMatch(/^ok client .*\nok lifetime .*\nok policy .*DocumentReference/);
});

test('[X3] doctor, of a client with a wrong secret, says which variable and not which value', async () => {
  await using mock = await startClinic();

  const found = await lookAtProxy(mock, 'canary-77aa');

  expect(found).toMatch(/^fault client Invalid secret.*MEDPLUM_CLIENT_SECRET/);
  expect(found).not.toContain('canary-77aa');
});

test.each<[string, Parameters<typeof startClinic>[0], RegExp]>([
  ['that is off', client(legacyProxy, { status: 'off' }), /fault client Invalid client.*MEDPLUM_CLIENT_ID.*off/],
  [
    'with short tokens',
    client(legacyProxy, { accessTokenLifetime: '2m' }),
    /fault lifetime .*live 120 s.*MEDPLUM_REFRESH/,
  ],
  [
    'without a policy',
    membership(legacyProxy, { accessPolicy: undefined, access: undefined }),
    /fault policy No AccessPolicy/,
  ],
  ['of an administrator', membership(legacyProxy, { admin: true }), /fault policy .*administrator/],
])('[X3] doctor, of a confidential client %s, says so and what to do', async (_case, change, expected) => {
  await using mock = await startClinic(change);

  expect(await lookAtProxy(mock)).toMatch(expected);
});

const acts = new Map([['nurse.kim', `ProjectMembership/${demoIds.memberships.kim}`]]);

async function lookAtAdministrators(
  { baseUrl }: MockMedplum,
  clientSecret = 'demo-only-legacy-proxy-admin-secret',
  memberships = acts,
): Promise<string> {
  const settings = { clientId: demoIds.clients.legacyProxyAdmin, clientSecret, memberships };
  return told(await administratorsClient(baseUrl, settings, outside));
}

test("[X3] [S3] doctor, of the demo, finds that the administrator's client acts for each user", async () => {
  await using mock = await startClinic();

  expect(await lookAtAdministrators(mock)).toMatch(/^ok client The administrator's client acts for nurse\.kim/);
});

test("[X3] [S3] doctor, of an administrator's client that is none, says what to tick", async () => {
  await using mock = await startClinic(membership(demoIds.clients.legacyProxyAdmin, { admin: false }));

  expect(await lookAtAdministrators(mock)).toMatch(/^fault client .*is none.*Tick Admin/);
});

test("[X3] [S3] doctor, of an administrator's client with a wrong secret, names the variables", async () => {
  await using mock = await startClinic();

  expect(await lookAtAdministrators(mock, 'wrong')).toMatch(
    /^fault client .*Invalid secret.*LEGACY_PROXY_ADMIN_CLIENT/,
  );
});

test('[X3] [S3] doctor, of a user who is mapped to no membership, says who', async () => {
  await using mock = await startClinic();
  const lost = new Map([...acts, ['nurse.lost', `ProjectMembership/${demoIds.device}`]]);

  const found = await lookAtAdministrators(mock, undefined, lost);

  expect(found).toMatch(/^fault client Medplum does not act on behalf of nurse\.lost/);
  expect(found).not.toContain('nurse.kim');
});

test('[X3] doctor, of a policy for every type, calls it none', async () => {
  const everything: Partial<AccessPolicy> = { resource: [{ resourceType: '*' }] };
  await using mock = await startClinic((one) => (one.resourceType === 'AccessPolicy' ? everything : undefined));

  expect(await lookAtProxy(mock)).toMatch(/fault policy No AccessPolicy limits this client/);
});

test.each([
  [undefined, 3600],
  ['90s', 90],
  ['30m', 1800],
  ['12h', 43_200],
  ['2d', 172_800],
  ['soon', 3600],
])('[X3] lifetime, written as %s, is %i seconds', (text, seconds) => {
  expect(lifetimeSeconds(text)).toBe(seconds);
});

const good = '__Host-Http-legacy-sign-in=x; Path=/; HttpOnly; Secure; SameSite=Strict';
const plain = 'legacy-sign-in-localhost=x; Path=/; HttpOnly; SameSite=Strict';

function signInPageWith(...set: readonly string[]): typeof fetch {
  return async () => new Response('', { headers: set.map((cookie) => ['set-cookie', cookie] as [string, string]) });
}

async function lookAtCookies(publicOrigin: string | undefined, fetch: typeof globalThis.fetch): Promise<string> {
  return told(await cookies({ localUrl: 'http://localhost:3002', publicOrigin }, { fetch }));
}

const publicOrigin = 'https://ehr.hospital.example';

test.each([
  ['with another name', 'legacy-sign-in=x; Path=/; HttpOnly; Secure; SameSite=Strict', /does not begin with __Host-/],
  ['without Secure', good.replace(' Secure;', ''), /without secure/],
  ['without HttpOnly', good.replace(' HttpOnly;', ''), /without httponly/],
  ['with a weaker SameSite', good.replace('Strict', 'Lax'), /without samesite=strict/],
  ['for another path', good.replace('Path=/;', 'Path=/app;'), /without path=\//],
  ['for a domain', `${good}; Domain=hospital.example`, /for a whole domain/],
  ['that is for localhost alone', plain, /does not begin with __Host-/],
])('[X3] [P3] doctor, where a proxy passes on a cookie %s, says so', async (_case, cookie, expected) => {
  const found = await lookAtCookies(publicOrigin, signInPageWith(good, cookie));

  expect(found).toMatch(expected);
  expect(found).toMatch(/^fault cookies .*The proxy in front must pass Set-Cookie on/);
});

test('[X3] doctor, at localhost, does not mind the cookie for browsers that keep no Secure one there', async () => {
  expect(await lookAtCookies(undefined, signInPageWith(good, plain))).toMatch(/^ok cookies/);
});

test('[X3] doctor, where legacy-proxy sets no cookie at all, says so', async () => {
  expect(await lookAtCookies(undefined, signInPageWith())).toMatch(/^fault cookies .*sets no cookie/);
});

test('[X3] doctor, where legacy-proxy does not run, calls that a fault only behind a public address', async () => {
  const fetch = answering({ '/sign-in': undefined });

  expect(await lookAtCookies(undefined, fetch)).toMatch(/^not-checked cookies .*npm start/);
  expect(await lookAtCookies(publicOrigin, fetch)).toMatch(/^fault cookies .*LEGACY_PROXY_PUBLIC_URL/);
});
