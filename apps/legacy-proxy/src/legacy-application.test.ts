import { expect, test } from 'vitest';
import { rawRequest } from '#test/raw-request.ts';
import { legacyAccount, outcome } from '#test/recorded-medplum.ts';
import { noteForm, passwordOf, startTestApp } from '#test/start-test-app.ts';

test('[S4] legacy sign-in, with the right password, opens the appointments', async () => {
  const { newBrowser } = await startTestApp();
  const browser = newBrowser();

  const answer = await browser.signIn(legacyAccount.username, legacyAccount.password);
  const home = await (await browser.get('/')).text();

  expect([answer.status, answer.headers.get('location')]).toEqual([303, '/']);
  expect(home).toContain('Kim Larsen');
  expect(home).toContain('Sam Carter');
});

test.each([
  ['nurse.kim', 'wrong'],
  ['nobody', passwordOf('nurse.kim')],
])(
  '[S4] legacy sign-in, as %s with a password that is not theirs, is refused in the same words',
  async (user, secret) => {
    const { newBrowser } = await startTestApp();
    const browser = newBrowser();
    await browser.get('/sign-in');

    const answer = await browser.post('/sign-in', { username: user, password: secret });

    expect(answer.status).toBe(401);
    expect(await answer.text()).toContain('The user name or the password is wrong.');
  },
);

test('[L10] sign-in page, when no demo was asked for, shows no account', async () => {
  const demo = await startTestApp();
  const hospital = await startTestApp({ env: { LEGACY_PROXY_SEED_DEMO: 'false' } });

  const pages = await Promise.all(
    [demo, hospital].map(async ({ newBrowser }) => (await newBrowser().get('/sign-in')).text()),
  );

  expect(pages.map((page) => page.includes(passwordOf('nurse.kim')))).toEqual([true, false]);
});

test('[S4] sign-in page, opened by a user who is signed in, has a sign-out that works', async () => {
  const { nurse } = await startTestApp();
  const browser = await nurse();
  await browser.get('/sign-in');

  const answer = await browser.post('/sign-out');

  expect(answer.status).toBe(303);
  expect((await browser.get('/')).status).toBe(303);
});

test.each([
  ['/sign-out', 'You are signed out.'],
  ['/sign-out-everywhere', 'You are signed out here and on all other devices.'],
])('[S4] %s, followed to the sign-in page, is confirmed there, and to no link of another site', async (path, text) => {
  const { nurse, url } = await startTestApp();
  const browser = await nurse();
  const location = (await browser.post(path)).headers.get('location') ?? '';
  const own = { 'sec-fetch-site': 'same-origin' };
  const link = { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document' };

  const confirmed = await (await browser.get(location, own)).text();
  const linked = await rawRequest(url + location, { ...link, accept: 'text/html' });
  await browser.signIn('nurse.kim', passwordOf('nurse.kim'));
  const signedIn = await (await browser.get(location, own)).text();

  expect([confirmed.includes(text), linked.status]).toEqual([true, 200]);
  expect(linked.body + signedIn).not.toContain('You are signed out');
});

test('[S4] patient page, of an observation with a day and no time, shows the day alone', async () => {
  const { nurse, medplum } = await startTestApp();
  const [observation] = [...medplum.tenant.store.list('Observation')];
  medplum.tenant.store.put({ ...observation, effectiveDateTime: '2026-09' });
  const browser = await nurse();

  expect(await (await browser.get('/patients/1')).text()).toMatch(/class="when">2026-09</);
});

test('[S4] patient page, for a nurse, shows the chart that Medplum holds', async () => {
  const { nurse } = await startTestApp();
  const browser = await nurse();

  const page = await (await browser.get('/patients/1')).text();

  expect(page).toContain('1984-03-12');
  expect(page).toContain('Heart rate');
  expect(page).toContain('72 /min');
});

test('[S4] patient page, for the reception, shows the person and asks Medplum for no chart', async () => {
  const { newBrowser, medplum } = await startTestApp();
  const browser = newBrowser();
  await browser.signIn('reception', passwordOf('reception'));

  const page = await (await browser.get('/patients/1')).text();
  const note = await browser.post('/patients/1/notes', { text: 'x' });

  expect(page).toContain('1984-03-12');
  expect(note.status).toBe(403);
  expect(medplum.seen.filter(({ path }) => /Observation|DocumentReference/.test(path))).toEqual([]);
});

test('[S4] patient page, of a patient that Medplum does not have, says so', async () => {
  const { nurse } = await startTestApp();
  const browser = await nurse();

  const page = await browser.get('/patients/5');

  expect(page.status).toBe(200);
  expect(await page.text()).toMatch(/no patient with the record number <code>RC-2001<.*Have the patient registered/);
});

test('[S2] added note, in Medplum, is by the ClientApplication, and the access log names the user', async () => {
  const { nurse, medplum } = await startTestApp();
  const browser = await nurse();

  const saved = await browser.post('/patients/1/notes', await noteForm(browser, 1, 'Slept well.'));
  const page = (await (await browser.get(saved.headers.get('location') ?? '')).text()).replaceAll(/<td[^>]*>/g, '<td>');

  expect(medplum.notes()).toMatchObject([
    {
      type: { coding: [{ system: 'http://loinc.org', code: '11506-3' }] },
      author: [{ display: 'Kim Larsen (nurse.kim)' }],
      content: [{ attachment: { data: Buffer.from('Slept well.').toString('base64') } }],
    },
  ]);
  const again = await (await browser.get(`/patients/1/notes/${medplum.notes()[0]?.id}`)).text();
  expect([page, again].map((one) => one.includes('The note is saved.'))).toEqual([true, false]);
  expect(page).toContain('legacy-proxy, ClientApplication/');
  expect(page).toMatch(/<td>create<\/td><td>legacy-proxy, ClientApplication\/\S+<\/td><td>nurse\.kim<\/td>/);
  expect(page).toMatch(/<td>nurse\.kim<\/td><td>wrote this note<\/td>/);
});

test.each([
  [
    'keeps no AuditEvents',
    { status: 200, body: { resourceType: 'Bundle', type: 'searchset' } },
    'saveAuditEvents is off',
  ],
  ['forbids AuditEvents', outcome(403, 'forbidden'), 'access policy of this server in Medplum does not allow it'],
])('[S2] note page, when Medplum %s, says so and shows the rest', async (_case, answer, sentence) => {
  const { nurse, medplum } = await startTestApp();
  const browser = await nurse();
  const saved = await browser.post('/patients/1/notes', await noteForm(browser, 1, 'Slept well.'));
  medplum.faults.push(({ path }) => (path.includes('AuditEvent') ? answer : undefined));

  const page = await (await browser.get(saved.headers.get('location') ?? '')).text();

  expect(page).toContain(sentence);
  expect(page).toContain('Slept well.');
});

test('[S4] note page, under the address of another patient, is not found', async () => {
  const { nurse, medplum } = await startTestApp();
  const browser = await nurse();
  await browser.post('/patients/1/notes', await noteForm(browser, 1, 'About Sam only.'));

  const page = await browser.get(`/patients/2/notes/${medplum.notes()[0]?.id}`);

  expect(page.status).toBe(404);
  expect(await page.text()).not.toContain('About Sam only.');
});

test.each([
  '/patients/999',
  '/patients/0x1',
  '/patients/1%2F..%2F2',
  '/patients/..%2Fadmin',
  '/patients/1/notes/..%2F..%2FPatient',
])(
  '[P5] address %s, which names no row of the legacy database, is not found and asks Medplum nothing',
  async (path) => {
    const { nurse, medplum } = await startTestApp();
    const browser = await nurse();

    const answer = await browser.get(path);

    expect(answer.status).toBe(404);
    expect(medplum.seen).toEqual([]);
  },
);

test('[L9] page, for a user whose name turns the writing round, shows the mark by its number', async () => {
  const { nurse, database } = await startTestApp();
  database.exec(`UPDATE users SET name = 'Kim' || char(0x202E) WHERE username = 'nurse.kim'`);
  const browser = await nurse();

  const page = await (await browser.get('/')).text();

  expect(page).toContain('Kim\\u{202e}');
  expect(page).not.toContain('\u202E');
});

test('note, with markup in it, is shown as text', async () => {
  const { nurse } = await startTestApp();
  const browser = await nurse();
  const hostile = '<script>alert(1)</script><img src=x onerror=alert(2)>';

  const saved = await browser.post('/patients/1/notes', await noteForm(browser, 1, hostile));
  const pages = [await browser.get('/patients/1'), await browser.get(saved.headers.get('location') ?? '')];

  for (const page of pages) {
    const html = await page.text();
    expect(html).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
    expect(html).not.toMatch(/<script|<img/);
    expect(page.headers.get('content-security-policy')).toMatch(/default-src 'none'/);
    expect(page.headers.get('content-security-policy')).not.toMatch(/script-src|unsafe/);
  }
});
