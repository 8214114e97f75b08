import { expect, test } from 'vitest';
import { rawRequest } from '#test/raw-request.ts';
import { noteForm, passwordOf, startTestApp } from '#test/start-test-app.ts';

const minuteMs = 60_000;
const note = 'Wound is dry.\nNext visit on Monday.';

function hidden(page: string, name: string): string {
  return new RegExp(`name="${name}" value="([^"]*)"`).exec(page)?.[1] ?? '';
}

function textOf(page: string): string {
  return /<textarea[^>]*>([^<]*)</.exec(page)?.[1] ?? 'no form';
}

/** Fields that a sign-in page carries along. */
function carriedBy(page: string): Record<string, string> {
  const names = ['returnTo', 'text', 'formId', 'writer'];
  return Object.fromEntries(names.map((name) => [name, hidden(page, name)]));
}

test('[S4] note, sent after the session ended, is in the form after the sign-in and is saved once', async () => {
  const { nurse, clock, medplum } = await startTestApp();
  const browser = await nurse();
  const form = await noteForm(browser, 1, note);
  clock.now += 31 * minuteMs;

  const asked = await browser.post('/patients/1/notes', form);
  const signInPage = await asked.text();
  const failed = await browser.post('/sign-in', {
    ...carriedBy(signInPage),
    csrfToken: hidden(signInPage, 'csrfToken'),
    username: 'nurse.kim',
    password: 'wrong',
  });
  const failedPage = await failed.text();
  const signedIn = await browser.post('/sign-in', {
    ...carriedBy(failedPage),
    csrfToken: hidden(failedPage, 'csrfToken'),
    username: 'nurse.kim',
    password: passwordOf('nurse.kim'),
  });
  const page = await (await browser.get('/patients/1')).text();

  expect([asked.status, failed.status, signedIn.status]).toEqual([401, 401, 303]);
  expect(signedIn.headers.get('location')).toBe('/patients/1');
  expect(textOf(page)).toBe(note);
  expect(hidden(page, 'formId')).toBe(form['formId']);
  expect(medplum.notes()).toEqual([]);

  const saved = await browser.post('/patients/1/notes', await noteForm(browser, 1, textOf(page)));
  expect(saved.status).toBe(303);
  expect(medplum.notes()).toHaveLength(1);
  expect(textOf(await (await browser.get('/patients/1')).text())).toBe('');
});

test('[P6] note, of a session that ended, is not shown to somebody else who signs in next', async () => {
  const { nurse, clock, database } = await startTestApp();
  const browser = await nurse();
  const form = await noteForm(browser, 1, note);
  clock.now += 31 * minuteMs;
  const signInPage = await (await browser.post('/patients/1/notes', form)).text();
  database.exec("INSERT INTO users SELECT 'nurse.sol', 'Sol Berg', role, password_hash, 0, 1 FROM users LIMIT 1");

  await browser.post('/sign-in', {
    ...carriedBy(signInPage),
    csrfToken: hidden(signInPage, 'csrfToken'),
    username: 'nurse.sol',
    password: passwordOf('nurse.kim'),
  });
  const page = await (await browser.get('/patients/1')).text();

  expect(page).toContain('Sol Berg');
  expect(textOf(page)).toBe('');
  expect(page).not.toContain('Wound is dry');
});

test('[P6] note, whose writer is made up, is kept for nobody', async () => {
  const { nurse } = await startTestApp();
  const browser = await nurse();
  const form = await noteForm(browser, 1, note);

  const answer = await browser.post('/patients/1/notes', { ...form, writer: 'x'.repeat(43), csrfToken: 'old' });

  expect(answer.status).toBe(403);
  expect(textOf(await (await browser.get('/patients/1')).text())).toBe('');
});

test('[S4] note, from a page of an earlier session, is in the form again instead of being lost', async () => {
  const { nurse, medplum } = await startTestApp();
  const browser = await nurse();
  const form = await noteForm(browser, 1, note);
  const csrfToken = hidden(await (await browser.get('/patients/1')).text(), 'csrfToken');
  await browser.signIn('nurse.kim', passwordOf('nurse.kim'));

  const answer = await browser.post('/patients/1/notes', { ...form, csrfToken });
  const page = await (await browser.get('/patients/1')).text();

  expect([answer.status, answer.headers.get('location')]).toEqual([303, '/patients/1']);
  expect([textOf(page), hidden(page, 'formId')]).toEqual([note, form['formId']]);
  expect(medplum.notes()).toEqual([]);
});

test('[S4] note, that Medplum does not take, is in the form when the page is opened again', async () => {
  const { nurse, medplum } = await startTestApp();
  const browser = await nurse();
  const form = await noteForm(browser, 1, note);
  medplum.faults.push(({ method, path }) =>
    method === 'POST' && path.startsWith('/fhir') ? { status: 503, body: {} } : undefined,
  );

  const answer = await browser.post('/patients/1/notes', form);
  medplum.faults.length = 0;
  const page = await (await browser.get('/patients/1')).text();

  expect(answer.status).toBe(502);
  expect(await answer.text()).toContain('What you wrote is kept.');
  expect(textOf(page)).toBe(note);
});

test.each([
  ['Cyrillic', 'Ж'.repeat(4000)],
  ['Chinese', '医'.repeat(4000)],
  ['emoji', '🩺'.repeat(2000)],
  ['lines', 'a\n'.repeat(1999) + 'ab'],
])('[P9] note of as many characters as the form says, %s, is saved', async (_what, text) => {
  const { nurse, medplum } = await startTestApp();
  const browser = await nurse();

  const form = await noteForm(browser, 1, text.replaceAll('\n', '\r\n'));
  const answer = await browser.post('/patients/1/notes', form);

  expect(answer.status).toBe(303);
  const [data = ''] = medplum.notes().map(({ content }) => content[0]?.attachment.data);
  expect(Buffer.from(data, 'base64').toString()).toBe(text);
});

test('[P9] note of more characters than the form says, answers 400 with the limit, and is kept', async () => {
  const { nurse } = await startTestApp();
  const browser = await nurse();
  const page = await (await browser.get('/patients/1')).text();

  const answer = await browser.post('/patients/1/notes', await noteForm(browser, 1, `${'医'.repeat(4000)}\r\n医  `));

  expect(page).toMatch(/maxlength="4000"[^]*At most 4,000 characters/);
  expect(answer.status).toBe(400);
  expect(await answer.text()).toMatch(/It has 4,002 characters\. Shorten it to 4,000\.[^]*is kept/);
  expect(await (await browser.get('/patients/1')).text()).toContain('It has 4,002 characters: shorten it to 4,000');
});

test('[S4] note of blanks alone, is refused as empty', async () => {
  const { nurse } = await startTestApp();
  const browser = await nurse();

  const answer = await browser.post('/patients/1/notes', await noteForm(browser, 1, ' \n '));

  expect([answer.status, await answer.text()]).toEqual([400, expect.stringContaining('This note is empty.')]);
});

test('[S4] page, asked for without a session, is shown after the sign-in', async () => {
  const { newBrowser } = await startTestApp();
  const browser = newBrowser();

  const asked = await browser.get('/patients/1?from=list');
  const form = await (await browser.get(asked.headers.get('location') ?? '')).text();
  const signedIn = await browser.post('/sign-in', {
    returnTo: hidden(form, 'returnTo').replaceAll('&amp;', '&'),
    username: 'nurse.kim',
    password: passwordOf('nurse.kim'),
  });

  expect(signedIn.headers.get('location')).toBe('/patients/1?from=list');
});

test('[P5] page to show after the sign-in, of another site, is not gone to', async () => {
  const { newBrowser } = await startTestApp();
  const browser = newBrowser();

  const form = await (await browser.get('/sign-in?returnTo=//evil.example/')).text();
  const account = { username: 'nurse.kim', password: passwordOf('nurse.kim') };
  const signedIn = await browser.post('/sign-in', { ...account, returnTo: 'https://evil.example/' });

  expect(hidden(form, 'returnTo')).toBe('/');
  expect(signedIn.headers.get('location')).toBe('/');
});

test('[S4] sign-in form in a second tab, used after the first, goes in', async () => {
  const { newBrowser } = await startTestApp();
  const browser = newBrowser();
  const account = { username: 'nurse.kim', password: passwordOf('nurse.kim') };
  const tokens = [await browser.get('/sign-in'), await browser.get('/sign-in')].map(async (page) =>
    hidden(await page.text(), 'csrfToken'),
  );
  const [first = '', second = ''] = await Promise.all(tokens);

  const answers = [
    await browser.post('/sign-in', { ...account, csrfToken: first }),
    await browser.post('/sign-in', { ...account, csrfToken: second, returnTo: '/patients/1' }),
    await browser.post('/sign-in', { ...account, csrfToken: 'of an older cookie', returnTo: '/patients/2' }),
  ];

  expect(answers.map(({ headers }) => headers.get('location'))).toEqual(['/', '/patients/1', '/patients/2']);
  expect((await browser.get('/')).status).toBe(200);
});

test('[L11] link on another site, to a page here, shows the page to whoever is signed in', async () => {
  const { nurse, url } = await startTestApp();
  const browser = await nurse();
  const link = { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document' };

  // The Strict cookie does not come along; the page that is answered asks once more, and then it does.
  const { status, cookies, body: html } = await rawRequest(`${url}/patients/1`, { ...link, accept: 'text/html' });
  const [, path = ''] = /http-equiv="refresh" content="0; url=([^"]+)"/.exec(html) ?? [];

  expect([status, path, cookies]).toEqual([200, '/patients/1', []]);
  expect(html).not.toContain('Sign in');
  expect((await browser.get(path)).status).toBe(200);
});

test('favicon, as the page names it, is served and allowed by the policy of the page', async () => {
  const { newBrowser } = await startTestApp();
  const browser = newBrowser();

  const page = await browser.get('/sign-in');
  const [, icon = ''] = /rel="icon" href="([^"]+)"/.exec(await page.text()) ?? [];

  expect((await browser.get(icon)).headers.get('content-type')).toBe('image/svg+xml');
  expect(page.headers.get('content-security-policy')).toContain("img-src 'self'");
});
