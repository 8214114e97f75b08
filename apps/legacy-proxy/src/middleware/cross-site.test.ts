import { expect, test } from 'vitest';
import { noteForm, passwordOf, startTestApp, type TestApp } from '#test/start-test-app.ts';

type Layer = Readonly<{ route?: { path: string; methods: Record<string, boolean> } }>;

/** Every way in that Express knows, as it knows it: a route that somebody adds later is in here by itself. */
function changingRoutes(app: TestApp['app']): string[] {
  const layers = app.router.stack as unknown as readonly Layer[];
  const routes = layers.flatMap(({ route }) => route ?? []);
  return routes
    .filter(({ methods }) => !methods['get'] && !methods['_all'])
    .map(({ path }) => path.replace(':recordId', '1'));
}

async function tokenOf(page: Response): Promise<string> {
  return /name="csrfToken" value="([^"]+)"/.exec(await page.text())?.[1] ?? '';
}

test('[P1] every changing route, without the form token, changes nothing and asks Medplum nothing', async () => {
  const { app, nurse, medplum } = await startTestApp();
  const browser = await nurse();
  const paths = changingRoutes(app);

  const answers = await Promise.all(paths.map((path) => browser.post(path, { csrfToken: '', text: 'x' })));

  expect(paths).toEqual(['/sign-in', '/sign-out', '/sign-out-everywhere', '/patients/1/notes']);
  // Whoever is signed in already goes in with the sign-in form, and nothing changes.
  expect(answers.map(({ status }) => status)).toEqual([303, 403, 403, 403]);
  expect(medplum.seen).toEqual([]);
});

test('[P1] form, with the token of another session, answers 403 and asks Medplum nothing', async () => {
  const { nurse, newBrowser, medplum } = await startTestApp();
  const [victim, other, anonymous] = [await nurse(), await nurse(), newBrowser()];
  const tokens = [await other.get('/'), await anonymous.get('/sign-in')].map(tokenOf);

  const answers = await Promise.all(
    tokens.map(async (csrfToken) => victim.post('/patients/1/notes', { csrfToken: await csrfToken, text: 'x' })),
  );

  expect((await Promise.all(tokens)).map((token) => token.length)).toEqual([43, 43]);
  expect(answers.map(({ status }) => status)).toEqual([403, 403]);
  expect(medplum.seen).toEqual([]);
});

test.each([
  ['a sibling origin on the same site', { 'sec-fetch-site': 'same-site', origin: 'https://other.clinic.example' }],
  ['a sibling whose Origin was lost on the way', { 'sec-fetch-site': 'same-site' }],
  ['another site', { 'sec-fetch-site': 'cross-site', origin: 'https://evil.example' }],
  ['a sandboxed frame', { 'sec-fetch-site': 'same-origin', origin: 'null' }],
  ['a browser without fetch metadata on another site', { 'sec-fetch-site': '', origin: 'https://evil.example' }],
])('[P2] form, sent by %s with everything else right, answers 403 and changes nothing', async (_who, headers) => {
  const { nurse, medplum } = await startTestApp();
  const browser = await nurse();
  const form = await noteForm(browser, 1, 'x');

  const note = await browser.post('/patients/1/notes', form, headers);
  const signOut = await browser.post('/sign-out', {}, headers);

  expect([note.status, signOut.status]).toEqual([403, 403]);
  expect(medplum.notes()).toEqual([]);
  expect((await browser.get('/')).status).toBe(200);
});

test('[P2] sign-out without a body, from nowhere that a browser names, answers 403', async () => {
  const { nurse, url } = await startTestApp();
  const browser = await nurse();
  const cookie = [...browser.cookies].map(([name, value]) => `${name}=${value}`).join('; ');

  const answer = await fetch(new URL('/sign-out', url), { method: 'POST', headers: { cookie }, redirect: 'manual' });

  expect(answer.status).toBe(403);
});

test('[P1] sign-in form, filled by another site, signs nobody in', async () => {
  const { newBrowser } = await startTestApp();
  const browser = newBrowser();
  await browser.get('/sign-in');
  const account = { username: 'nurse.kim', password: passwordOf('nurse.kim') };

  const answer = await browser.post('/sign-in', account, { 'sec-fetch-site': 'cross-site' });

  expect(answer.status).toBe(403);
  expect((await browser.get('/')).status).toBe(303);
});

test.each([
  ['the public origin', 'https://ehr.example', 303],
  ['the public origin without TLS', 'http://ehr.example', 403],
  ['another port of the public host', 'https://ehr.example:8443', 403],
])('[L1] sign-out under the public host, by a page of %s (%s), answers %d', async (_page, origin, status) => {
  const { nurse } = await startTestApp({ env: { LEGACY_PROXY_PUBLIC_URL: 'https://ehr.example' } });
  const browser = await nurse();

  const answer = await browser.post('/sign-out', {}, { origin, host: 'ehr.example' });

  expect(answer.status).toBe(status);
});

test('[L1] sign-out, by a page of another port of this machine that its Host agrees with, answers 403', async () => {
  const { nurse } = await startTestApp();
  const browser = await nurse();

  const answer = await browser.post('/sign-out', {}, { origin: 'http://localhost:9', host: 'localhost:9' });

  expect(answer.status).toBe(403);
});
