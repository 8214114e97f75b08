import type { DocumentReference } from '@medplum/fhirtypes';
import type { RequestHandler } from 'express';
import { expect, test } from 'vitest';
import type { Route } from '#routes/route.ts';
import type { AppContext, Feature } from '#src/feature.ts';
import { adminSecret, clientIds, memberships, outcome } from '#test/recorded-medplum.ts';
import { noteForm, passwordOf, startTestApp, type TestApp } from '#test/start-test-app.ts';
import { onBehalfOf } from './feature.ts';
import { readOnBehalfOf } from './settings.ts';

/** Nurse Kim is Kim Larsen in Medplum, and nurse Sol is Dr Maya Rivera. */
const onBehalfOfSettings = {
  LEGACY_PROXY_ADMIN_CLIENT_ID: clientIds.legacyProxyAdmin,
  LEGACY_PROXY_ADMIN_CLIENT_SECRET: adminSecret,
  LEGACY_PROXY_MEMBERSHIPS: `Nurse.Kim=ProjectMembership/${memberships.kim}, nurse.sol=ProjectMembership/${memberships.maya}`,
};

const empty: DocumentReference = {
  resourceType: 'DocumentReference',
  status: 'current',
  content: [{ attachment: { title: 'x' } }],
};

/** A route that writes something and answers with whom Medplum noted it for, and one with what is missing for that. */
const whoAmI: Feature = { name: 'who-am-i', configure: () => ({ routes: (app) => whoAmIRoutes(app) }) };

function whoAmIRoutes(app: AppContext): readonly Route[] {
  const identity = () => app.identities().find(({ kind }) => kind === 'on-behalf-of');
  const write: RequestHandler = async (request, response) => {
    const written = await identity()?.withClient(request, response, async (client) =>
      client.createResource<DocumentReference>(empty),
    );
    response.json(written?.meta?.onBehalfOf?.display);
  };
  const tell: RequestHandler = (request, response) => {
    response.json({ missing: identity()?.missing(request, response) });
  };
  return [
    { method: 'get', path: '/who-am-i', access: 'signed-in', handle: [write] },
    { method: 'get', path: '/what-is-missing', access: 'signed-in', handle: [tell] },
  ];
}

async function startWithTwoNurses(): Promise<TestApp> {
  const app = await startTestApp({ features: [onBehalfOf, whoAmI], env: onBehalfOfSettings });
  app.database.exec("INSERT INTO users SELECT 'nurse.sol', 'Sol Berg', role, password_hash, 0, 1 FROM users LIMIT 1");
  return app;
}

test('[P6] two users at once, each on their own behalf, never get what is the other’s', async () => {
  const { nurse, newBrowser, medplum } = await startWithTwoNurses();
  const [kim, sol] = [await nurse(), newBrowser()];
  await sol.signIn('nurse.sol', passwordOf('nurse.kim'));

  const answers = await Promise.all(
    Array.from({ length: 20 }, async (_, index) => (await (index % 2 ? sol : kim).get('/who-am-i')).json()),
  );

  expect(answers).toEqual(Array.from({ length: 20 }, (_, index) => (index % 2 ? 'Dr Maya Rivera' : 'Kim Larsen')));
  // One token serves both; what tells them apart is the header of each single request.
  const asked = medplum.seen.filter(({ path }) => path === '/fhir/R4/DocumentReference');
  const named = asked.map(({ headers }) => headers['x-medplum-on-behalf-of']).filter(Boolean);
  expect(named.filter((one) => one === `ProjectMembership/${memberships.kim}`)).toHaveLength(10);
  expect(medplum.tokenRequests()).toBe(1);
});

test.each([
  ['a header', '/who-am-i', { 'x-medplum-on-behalf-of': `ProjectMembership/${memberships.olive}` }],
  ['a query', `/who-am-i?membership=ProjectMembership/${memberships.olive}&username=nurse.sol`, {}],
])('[P6] user who names somebody else in %s, is who they are', async (_where, path, headers) => {
  const { nurse } = await startWithTwoNurses();

  const answer = await (await nurse()).get(path, { ...headers });

  expect(await answer.json()).toBe('Kim Larsen');
});

test('[P6] user without a membership, is refused and Medplum is not asked', async () => {
  const { newBrowser, nurse, medplum } = await startWithTwoNurses();
  const reception = newBrowser();
  await reception.signIn('reception', passwordOf('reception'));

  const answer = await reception.get('/who-am-i');

  expect(answer.status).toBe(403);
  expect(medplum.seen).toEqual([]);
  const why = expect.stringContaining('LEGACY_PROXY_MEMBERSHIPS');
  expect(await (await reception.get('/what-is-missing')).json()).toEqual({ missing: { why } });
  expect(await (await (await nurse()).get('/what-is-missing')).json()).toEqual({});
});

test('[S3] token of the administrator, issued or refused, is told of, and its secret is masked', async () => {
  const { nurse, medplum, logLines } = await startWithTwoNurses();
  const browser = await nurse();
  await browser.get('/who-am-i');

  medplum.revokeTokens();
  medplum.faults.push(({ path }) => (path === '/oauth2/token' ? outcome(400, adminSecret) : undefined));
  const answer = await browser.get('/who-am-i');

  expect(logLines.filter((line) => line.includes('"event":"medplum_admin_token_issued"'))).toHaveLength(1);
  expect(answer.status).toBe(502);
  expect(onBehalfOf.configure(onBehalfOfSettings)?.secrets).toEqual([adminSecret]);
});

test('[S3] chart, while on-behalf-of is in use, is still read as the server', async () => {
  const { nurse, medplum } = await startWithTwoNurses();
  const browser = await nurse();

  await browser.post('/patients/1/notes', await noteForm(browser, 1, 'x'));

  expect(medplum.notes()[0]?.meta?.onBehalfOf).toBeUndefined();
});

test('[P10] settings of on-behalf-of, incomplete or unreadable, are named and never shown', () => {
  const { LEGACY_PROXY_ADMIN_CLIENT_SECRET, ...rest } = onBehalfOfSettings;

  expect(onBehalfOf.configure({})).toBeUndefined();
  expect(() => readOnBehalfOf(rest)).toThrow(/^LEGACY_PROXY_ADMIN_CLIENT_SECRET is missing/);
  const one = 'kim=ProjectMembership/1';
  for (const LEGACY_PROXY_MEMBERSHIPS of ['kim', `nurse ${one}`, `${one}/2`, `${one},`]) {
    expect(() => readOnBehalfOf({ ...onBehalfOfSettings, LEGACY_PROXY_MEMBERSHIPS })).toThrow(
      /^LEGACY_PROXY_MEMBERSHIPS must be pairs/,
    );
  }
  expect(LEGACY_PROXY_ADMIN_CLIENT_SECRET).toMatch(/^canary/);
});
