import { expect, test } from 'vitest';
import { addUser } from '#legacy/users.ts';
import type { Browser } from '#test/browser.ts';
import { passwordOf, startTestApp, type TestApp } from '#test/start-test-app.ts';

const kim = 'nurse.kim';

/** Sends one sign-in form from an address that the trusted proxy names. */
async function attempt(browser: Browser, username: string, password: string, address = '198.51.100.1') {
  await browser.get('/sign-in');
  return (await browser.post('/sign-in', { username, password }, { 'x-forwarded-for': address })).status;
}

/** Wrong passwords for one account, five from each of some addresses. */
async function guess({ newBrowser }: TestApp, username: string, addresses: readonly string[]): Promise<number[]> {
  const statuses: number[] = [];
  for (const address of addresses.flatMap((one) => Array.from({ length: 5 }, () => one))) {
    statuses.push(await attempt(newBrowser(), username, 'wrong', address));
  }
  return statuses;
}

const addresses = ['203.0.113.1', '203.0.113.2', '203.0.113.3', '203.0.113.4', '203.0.113.5'];

test('[L11] nurse, after a stranger guessed her password elsewhere until refused, signs in on a new device', async () => {
  const app = await startTestApp({ env: { LEGACY_PROXY_TRUSTED_PROXY: '1' } });
  const statuses = await guess(app, kim, addresses.slice(0, 1));
  statuses.push(await attempt(app.newBrowser(), kim, passwordOf(kim), addresses[0]));

  const signedIn = await attempt(app.newBrowser(), kim, passwordOf(kim));

  expect(statuses).toEqual([401, 401, 401, 401, 401, 429]);
  expect(signedIn).toBe(303);
});

test("[L11] account, guessed from everywhere, refuses unknown devices, and not the nurse's own", async () => {
  const app = await startTestApp({ env: { LEGACY_PROXY_TRUSTED_PROXY: '1' } });
  const own = await app.nurse();
  await own.post('/sign-out');
  const statuses = await guess(app, kim, addresses);

  const unknown = await attempt(app.newBrowser(), kim, passwordOf(kim));
  const known = await attempt(own, kim, passwordOf(kim), addresses[0]);

  expect(statuses.filter((status) => status === 401)).toHaveLength(20);
  expect([unknown, known]).toEqual([429, 303]);
});

test('[L11] device that a user signed in on, guessed on, is refused after five, for that user alone', async () => {
  const app = await startTestApp({ env: { LEGACY_PROXY_TRUSTED_PROXY: '1' } });
  const browser = await app.nurse();
  const statuses: number[] = [];
  for (let count = 0; count < 5; count += 1) {
    statuses.push(await attempt(browser, kim, 'wrong'));
  }

  const again = await attempt(browser, kim, passwordOf(kim));
  const colleague = await attempt(browser, 'reception', passwordOf('reception'));
  const elsewhere = await attempt(app.newBrowser(), kim, passwordOf(kim));

  expect(statuses).toEqual([401, 401, 401, 401, 401]);
  expect([again, colleague, elsewhere]).toEqual([429, 303, 303]);
});

test('[L11] success, on a new device, forgets the failures of that user there and no others', async () => {
  const app = await startTestApp({ env: { LEGACY_PROXY_TRUSTED_PROXY: '1' } });
  const wrong = Array.from({ length: 4 }, () => 'wrong');
  const statuses: number[] = [];
  for (const [username, password] of [
    ...wrong.map((password) => [kim, password] as const),
    ...wrong.map((password) => ['reception', password] as const),
    [kim, passwordOf(kim)] as const,
    ...wrong.map((password) => [kim, password] as const),
    ...wrong.map((password) => ['reception', password] as const),
  ]) {
    statuses.push(await attempt(app.newBrowser(), username, password));
  }

  expect(statuses.slice(8, 13)).toEqual([303, 401, 401, 401, 401]);
  expect(statuses.slice(13)).toEqual([401, 429, 429, 429]);
});

test('[L11] address, that guesses for one account after another, is refused after thirty', async () => {
  const app = await startTestApp({ env: { LEGACY_PROXY_TRUSTED_PROXY: '1' } });
  const statuses: number[] = [];
  for (let count = 0; count < 31; count += 1) {
    addUser(app.database, { username: `user-${count}`, name: 'x', role: 'nurse' }, '!');
    statuses.push(await attempt(app.newBrowser(), `user-${count}`, 'wrong'));
  }

  expect(statuses).toEqual([...Array.from({ length: 30 }, () => 401), 429]);
  expect(await attempt(app.newBrowser(), kim, passwordOf(kim), '203.0.113.9')).toBe(303);
});

test('[L11] address, made up by a program of this machine, counts for nothing unless a proxy is trusted', async () => {
  const app = await startTestApp();

  const statuses = await guess(app, kim, addresses.slice(0, 2));

  expect(statuses).toEqual([401, 401, 401, 401, 401, 429, 429, 429, 429, 429]);
});

test('[L11] strangers, more than passwords are checked for at once, do not hold up a known device', async () => {
  const app = await startTestApp({ env: { LEGACY_PROXY_TRUSTED_PROXY: '1' } });
  const own = await app.nurse();
  let answered = 0;
  const strangers = Array.from({ length: 10 }, async (_, index) => {
    await attempt(app.newBrowser(), `made-up-${index}`, 'wrong', `203.0.113.${index}`);
    answered += 1;
  });

  await Promise.race(strangers);
  const known = await attempt(own, kim, passwordOf(kim));

  expect(known).toBe(303);
  // In one queue with them, the nurse would have come last.
  expect(answered).toBeLessThan(9);
  await Promise.all(strangers);
});
