import { expect, test } from 'vitest';
import { createBrowser } from '#test/browser.ts';
import { passwordOf, startTestApp } from '#test/start-test-app.ts';
import { secureCookies } from './cookie-kind.ts';

const sessionCookieName = secureCookies.sessionName;

const minuteMs = 60_000;

test('[P3] cookies, when set, have the prefix and attributes that keep them from scripts and other sites', async () => {
  const { newBrowser } = await startTestApp({ env: { LEGACY_PROXY_PUBLIC_URL: 'https://ehr.example' } });
  const browser = newBrowser();

  const before = (await browser.get('/sign-in')).headers.getSetCookie();
  const answer = await browser.post('/sign-in', { username: 'nurse.kim', password: passwordOf('nurse.kim') });
  const cookies = [...before, ...answer.headers.getSetCookie()].map((line) => line.split('; '));

  expect(cookies.map(([pair]) => pair?.split('=')[0])).toEqual([
    '__Host-Http-legacy-sign-in',
    '__Host-Http-legacy-device',
    sessionCookieName,
  ]);
  for (const [, ...attributes] of cookies) {
    const lasting = attributes.filter((one) => !/^(Max-Age|Expires)=/.test(one));
    expect(lasting.toSorted()).toEqual(['HttpOnly', 'Path=/', 'SameSite=Strict', 'Secure']);
  }
});

test('[P3] session id, known before sign-in, opens nothing after it', async () => {
  const { nurse, url } = await startTestApp();
  const browser = await nurse();
  const attacker = createBrowser(url);
  attacker.cookies.set(sessionCookieName, browser.cookies.get(sessionCookieName) ?? '');

  await browser.signIn('nurse.kim', passwordOf('nurse.kim'));

  expect((await browser.get('/')).status).toBe(200);
  expect((await attacker.get('/')).status).toBe(303);
});

test('[P3] sign-out, for a copy of the cookie, ends the session too', async () => {
  const { nurse, url } = await startTestApp();
  const browser = await nurse();
  const thief = createBrowser(url);
  thief.cookies.set(sessionCookieName, browser.cookies.get(sessionCookieName) ?? '');
  const before = await thief.get('/');

  const answer = await browser.post('/sign-out');

  expect([before.status, answer.status]).toEqual([200, 303]);
  const forgotten = `${sessionCookieName}=; Path=/; Expires=Thu, 01 Jan 1970 00:00:00 GMT; HttpOnly; Secure; SameSite=Strict`;
  expect(answer.headers.getSetCookie()).toEqual([forgotten]);
  expect((await thief.get('/')).status).toBe(303);
});

test('[P3] session, idle for half an hour, is over', async () => {
  const { nurse, clock } = await startTestApp();
  const browser = await nurse();

  clock.now += 29 * minuteMs;
  const inTime = await browser.get('/');
  clock.now += 31 * minuteMs;
  const tooLate = await browser.get('/');

  expect([inTime.status, tooLate.status]).toEqual([200, 303]);
});

test('[P3] session, used all day, is over after eight hours', async () => {
  const { nurse, clock } = await startTestApp();
  const browser = await nurse();

  const statuses: number[] = [];
  for (let minutes = 0; minutes < 8 * 60; minutes += 20) {
    clock.now += 20 * minuteMs;
    statuses.push((await browser.get('/')).status);
  }

  expect(statuses.at(-2)).toBe(200);
  expect(statuses.at(-1)).toBe(303);
});

test('[P3] sessions table, if it leaks, holds no id that opens a session', async () => {
  const { nurse, database } = await startTestApp();
  const browser = await nurse();

  const sessionId =
    decodeURIComponent(browser.cookies.get(sessionCookieName) ?? '')
      .slice(2)
      .split('.')[0] ?? '';
  const dump = JSON.stringify(database.prepare('SELECT * FROM sessions').all());

  expect(sessionId.length).toBeGreaterThan(20);
  expect(dump).toContain('nurse.kim');
  expect(dump).not.toContain(sessionId);
});

test.each(['/', '/patients/1', '/patients/1/notes/0000000b-0000-4000-8000-000000000001'])(
  'page %s, without a session, sends a person to sign in, tells a program 401, and asks Medplum nothing',
  async (path) => {
    const { newBrowser, medplum } = await startTestApp();
    const browser = newBrowser();

    const page = await browser.get(path);
    const json = await browser.get(path, { accept: '*/*' });

    const returnTo = path === '/' ? '' : `?returnTo=${encodeURIComponent(path)}`;
    expect([page.status, page.headers.get('location')]).toEqual([303, `/sign-in${returnTo}`]);
    expect([json.status, await json.json()]).toMatchObject([401, { issue: [{ code: 'login' }] }]);
    expect(medplum.seen).toEqual([]);
  },
);

test('user, removed from the user list, is out at the next request', async () => {
  const { nurse, database } = await startTestApp();
  const browser = await nurse();

  database.exec("DELETE FROM users WHERE username = 'nurse.kim'");

  expect((await browser.get('/')).status).toBe(303);
});

test('[P3] sign-out everywhere, ends the sessions of that user on all devices and nobody else’s', async () => {
  const { nurse, newBrowser } = await startTestApp();
  const [here, there, reception] = [await nurse(), await nurse(), newBrowser()];
  await reception.signIn('reception', passwordOf('reception'));

  const answer = await here.post('/sign-out-everywhere');

  expect(answer.status).toBe(303);
  const statuses = [await here.get('/'), await there.get('/'), await reception.get('/')].map(({ status }) => status);
  expect(statuses).toEqual([303, 303, 200]);
  await there.signIn('nurse.kim', passwordOf('nurse.kim'));
  expect((await there.get('/')).status).toBe(200);
});
