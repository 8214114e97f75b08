import { expect, test } from 'vitest';
import { clientSecret, outcome } from '#test/recorded-medplum.ts';
import { noteForm, passwordOf, startTestApp } from '#test/start-test-app.ts';

test('health check, without a session, names the application', async () => {
  const { newBrowser } = await startTestApp();

  const answer = await newBrowser().get('/healthz');

  expect([answer.status, await answer.json()]).toEqual([200, { app: 'legacy-proxy' }]);
});

test('[P4] headers of the browser, whatever they claim, do not reach Medplum', async () => {
  const { nurse, medplum } = await startTestApp();
  const browser = await nurse();
  const hostile = {
    authorization: 'Bearer stolen',
    'x-forwarded-for': '203.0.113.9',
    'x-medplum-on-behalf-of': 'Practitioner/other',
    'x-medplum': 'hostile',
    traceparent: '00-11111111111111111111111111111111-1111111111111111-01',
    'x-request-id': 'hostile',
    'x-anything': 'hostile',
  };

  await browser.get('/patients/1', hostile);

  const fhir = medplum.seen.filter(({ path }) => path.startsWith('/fhir/'));
  expect(fhir).toHaveLength(3);
  for (const { headers } of fhir) {
    expect(headers.authorization).not.toContain('stolen');
    expect(headers['x-medplum-on-behalf-of']).toBeUndefined();
    expect(headers['x-forwarded-for']).toBeUndefined();
    expect(headers.cookie).toBeUndefined();
    expect(JSON.stringify(headers)).not.toMatch(/hostile|11111111|203\.0\.113\.9/);
  }
});

test('[P4] headers of Medplum, cookies above all, do not reach the browser', async () => {
  const { nurse } = await startTestApp();
  const browser = await nurse();

  const answer = await browser.get('/patients/1');

  expect(answer.headers.getSetCookie()).toEqual([]);
  expect(answer.headers.get('cache-control')).toBe('no-store');
  expect(answer.headers.get('x-powered-by')).toBeNull();
});

test('[P9] note form, larger than the limit, answers 413', async () => {
  const { nurse, medplum } = await startTestApp();
  const browser = await nurse();
  const form = await noteForm(browser, 1, 'x'.repeat(45_000));

  const page = await browser.post('/patients/1/notes', form);
  const json = await browser.post('/patients/1/notes', form, { accept: 'application/json' });

  expect([page.status, await page.text()]).toEqual([413, expect.stringContaining('This form is too large.')]);
  expect([json.status, await json.json()]).toMatchObject([413, { issue: [{ code: 'too-long' }] }]);
  expect(medplum.notes()).toEqual([]);
});

test('[P9] sign-in, guessed again and again for one account, answers 429 and says when to return', async () => {
  const { newBrowser } = await startTestApp();
  const browser = newBrowser();
  await browser.get('/sign-in');
  for (let attempt = 0; attempt < 5; attempt += 1) {
    await browser.post('/sign-in', { username: 'nurse.kim', password: `guess ${attempt}` });
  }

  const answer = await browser.post('/sign-in', { username: 'NURSE.KIM ', password: passwordOf('nurse.kim') });
  const colleague = await browser.post('/sign-in', { username: 'reception', password: passwordOf('reception') });

  expect([answer.status, answer.headers.get('retry-after')]).toEqual([429, '60']);
  expect(colleague.status).toBe(303);
});

test('[P9] session, that asks for more than its share, answers 429, and other sessions are served', async () => {
  const { nurse, medplum } = await startTestApp({ requestsPerMinute: 3 });
  const [greedy, other] = [await nurse(), await nurse()];

  const answers = [await greedy.get('/'), await greedy.get('/'), await greedy.get('/patients/1')];

  expect(answers.map(({ status }) => status)).toEqual([200, 200, 429]);
  expect(medplum.seen).toEqual([]);
  expect((await other.get('/')).status).toBe(200);
});

test.each([
  ['an unknown address', 'GET', '/nothing-here', undefined, 404],
  ['a broken percent sign', 'GET', '/patients/%E0%A4%A', undefined, 400],
  ['a method that the address does not take', 'DELETE', '/patients/1', undefined, 405],
  ['a change where nothing changes', 'POST', '/healthz', undefined, 405],
  ['broken JSON', 'POST', '/patients/1/notes', '{"text":', 415],
])(
  'bad request, with %s, answers in words a person and in FHIR a program',
  async (_case, method, path, body, status) => {
    const { nurse, url } = await startTestApp();
    const cookie = [...(await nurse()).cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const ask = (accept: string): Promise<Response> =>
      fetch(new URL(path, url), {
        method,
        headers: { accept, cookie, origin: new URL(url).origin, 'content-type': 'application/json' },
        ...(body && { body }),
      });

    const page = await ask('text/html');
    const json = await ask('application/fhir+json');

    expect([page.status, json.status]).toEqual([status, status]);
    expect(await page.text()).toContain('<h1>');
    expect(await json.json()).toMatchObject({ resourceType: 'OperationOutcome', issue: [{ severity: 'error' }] });
    expect(status === 405 && page.headers.get('allow')).toBe(status === 405 && 'GET');
  },
);

test('empty note and foreign form id, sent by hand, answer 400 and make no note', async () => {
  const { nurse, medplum } = await startTestApp();
  const browser = await nurse();
  const { formId = '' } = await noteForm(browser, 1, '');

  const empty = await browser.post('/patients/1/notes', { formId, text: ' \r\n ' });
  const foreign = await browser.post('/patients/1/notes', { formId: 'x&_id=1', text: 'x' });

  expect([empty.status, foreign.status]).toEqual([400, 400]);
  expect(medplum.notes()).toEqual([]);
});

test.each([
  ['is down', () => ({ status: 503, body: {} }), 502, 'Try again'],
  ['is busy', () => outcome(429, 'too-many-requests'), 503, 'slow down'],
  ['forbids it', () => outcome(403, 'forbidden'), 502, 'access policy'],
  [
    'is hidden by a login page',
    () => ({ status: 200, body: {}, headers: { 'content-type': 'text/html' } }),
    502,
    'call IT',
  ],
])(
  'patient page, when Medplum %s, says what to do, and the appointments still work',
  async (_case, answer, status, words) => {
    const { nurse, medplum } = await startTestApp();
    const browser = await nurse();
    medplum.faults.push(({ path }) => (path.startsWith('/fhir/') ? answer() : undefined));

    const page = await browser.get('/patients/1');
    const home = await browser.get('/');

    expect([page.status, home.status]).toEqual([status, 200]);
    const html = await page.text();
    expect(html).toContain(words);
    expect(html).toContain('<a href="/patients/1">Try again</a>');
  },
);

test('[P10] secrets and tokens, after good and bad days, are in no page, header or log line', async () => {
  const { nurse, newBrowser, medplum, logLines } = await startTestApp();
  const browser = await nurse();
  const answers = [await browser.get('/patients/1')];
  const token = String(medplum.seen.at(-1)?.headers.authorization).replace('Bearer ', '');
  const saved = await browser.post('/patients/1/notes', await noteForm(browser, 1, 'A private note.'));
  answers.push(saved, await browser.get(saved.headers.get('location') ?? ''));
  medplum.faults.push(({ headers, body }) => outcome(500, `echo ${headers.authorization} ${body}`));
  medplum.revokeTokens();
  answers.push(await browser.get('/patients/1'), await browser.get('/patients/1', { accept: 'application/json' }));
  answers.push(await newBrowser().get('/sign-in'));

  const shown = await Promise.all(answers.map(async (one) => `${JSON.stringify([...one.headers])}${await one.text()}`));
  const session = decodeURIComponent([...browser.cookies.values()][0] ?? 'none');

  expect(token).toMatch(/^eyJ/);
  for (const secret of [
    clientSecret,
    token,
    token.split('.')[2] ?? '',
    'canary-session-secret',
    passwordOf('nurse.kim'),
  ]) {
    expect(logLines.join('\n')).not.toContain(secret);
    expect(shown.slice(0, -1).join('\n')).not.toContain(secret);
  }
  expect(logLines.join('\n')).not.toMatch(/Sam Carter|RC-1001|private note/);
  expect(logLines.join('\n')).not.toContain(session);
});

test('[P10] access log, after a chart was opened and a note written, has a line for each with the request', async () => {
  const { nurse, database, medplum } = await startTestApp();
  const browser = await nurse();

  const opened = await browser.get('/patients/1');
  await browser.post('/patients/1/notes', await noteForm(browser, 1, 'x'));

  const lines = database.prepare('SELECT username, action, resource, request_id FROM access_log ORDER BY id').all();
  expect(lines).toMatchObject([
    { username: 'nurse.kim', action: 'opened the chart', request_id: opened.headers.get('x-request-id') },
    { action: 'opened the chart' },
    { action: 'sent a note', resource: 'PatientRecord/1' },
    { action: 'wrote this note', resource: `DocumentReference/${medplum.notes()[0]?.id}` },
  ]);
});
