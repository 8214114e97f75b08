import { demoAccount } from '@auth-patterns/demo-project';
import type { Page } from '@playwright/test';
import { expectGoodLooks } from '#look/expect-good-looks.ts';
import { enterCredentials, enterEmail, signInHere } from '#person/sign-in-here.ts';
import { totp } from '#person/totp.ts';
import { expect, test } from '#story/test.ts';

const patients = { name: 'Patients' };

test('spa-client [C2], when a second factor is required, has it set up once and asks for it each time after', async ({
  page,
  app,
}) => {
  await page.goto(app.url);
  await signInHere(page, 'Ravi');
  await expect(page.getByRole('heading', { name: 'Set up a second factor' })).toBeVisible();
  await expectDecodedImage(page);
  const key = await shownKey(page);
  await enterCode(page, 'Finish and sign in', totp(key, new Date()));
  await expect(page.getByRole('table', patients)).toBeVisible();

  await page.getByRole('button', { name: 'Sign out' }).click();
  await signInHere(page, 'Ravi');
  await expect(page.getByRole('heading', { name: 'Enter your code' })).toBeVisible();
  await enterCode(page, 'Sign in', wrongCode(key));
  await expect(page.getByRole('alert').filter({ hasText: 'That code was not right' })).toBeVisible();
  await enterCode(page, 'Sign in', totp(key, new Date()));

  await expect(page.getByRole('table', patients)).toBeVisible();
});

test('spa-client [C2], when somebody wants a second factor, turns it on and off again, each time with a code', async ({
  page,
  app,
}) => {
  await page.goto(app.url);
  await signInHere(page, 'Maya');
  await page.getByRole('link', { name: 'Sessions' }).click();
  await page.getByRole('link', { name: 'Set it up' }).click();
  const key = await shownKey(page);
  await expectGoodLooks(page, 'security');
  await enterCode(page, 'Turn it on', totp(key, new Date()));
  await expect(page.getByRole('status').filter({ hasText: 'Your authenticator app is on' })).toBeVisible();

  await page.getByRole('button', { name: 'Sign out' }).click();
  await signInHere(page, 'Maya');
  await enterCode(page, 'Sign in', totp(key, new Date()));
  await expect(page.getByRole('table', patients)).toBeVisible();
  await page.goto(`${app.url}/security`);
  await enterCode(page, 'Turn it off', totp(key, new Date()));

  await expect(page.getByRole('button', { name: 'Turn it on' })).toBeVisible();
});

test('spa-client [C2], when codes are guessed, starts over once Medplum has ended the login, with the email kept', async ({
  page,
  app,
  tenant,
}) => {
  await page.goto(app.url);
  await signInHere(page, 'Ravi');
  const key = await shownKey(page);
  for (let guess = 0; guess < 5; guess += 1) {
    const answered = page.waitForResponse(/login-enroll$/);
    await enterCode(page, 'Finish and sign in', wrongCode(key));
    await answered;
  }
  await enterCode(page, 'Finish and sign in', wrongCode(key));
  await expect(page.getByRole('alert').filter({ hasText: 'This sign-in is over' })).toBeVisible();

  await page.getByRole('button', { name: 'Start over' }).click();

  await expect(page.getByLabel('Email')).toHaveValue(demoAccount('Ravi').email);
  expect((await tenant.log.list()).filter(({ path }) => path === '/oauth2/token')).toEqual([]);
});

test('spa-client [C4], when the email is of a domain with an identity provider, leads there and takes no password', async ({
  page,
  app,
  idp,
  tenant,
}) => {
  await page.goto(app.url);
  await enterEmail(page, 'ada.quinn@hospital.example');
  await expect(page.getByText('Your organisation signs you in')).toContainText('hospital.example');
  await expect(page.getByLabel('Password', { exact: true })).toHaveCount(0);
  const popup = page.waitForEvent('popup');
  await page.getByRole('button', { name: 'Continue to hospital.example' }).click();

  await expect.poll(async () => (await popup).url()).toContain(idp.issuer);
  expect((await tenant.log.list()).map(({ path }) => path)).not.toContain('/auth/login');
});

test('spa-client [C4], when the domain is unknown, goes on to the password', async ({ page, app }) => {
  await page.goto(app.url);
  await enterEmail(page, demoAccount('Maya').email);

  await expect(page.getByLabel('Password', { exact: true })).toBeFocused();
  await expect(page.getByLabel('Email')).toHaveValue(demoAccount('Maya').email);
});

test('spa-client [C4], when Medplum cannot say who signs an email in, says why and takes the password', async ({
  page,
  app,
  tenant,
}) => {
  await tenant.faults.add({ fault: 'status', path: '/auth/method', status: 503 });
  await page.goto(app.url);
  await signInHere(page, 'Maya');

  await expect(page.getByRole('table', patients)).toBeVisible();
});

test('spa-client [C2], when somebody has two profiles, asks for one, and signing in again asks anew', async ({
  page,
  app,
}) => {
  await page.goto(app.url);
  await signInHere(page, 'Noor');
  await page.getByRole('button', { name: /Patient at Riverside Clinic/ }).click();
  await expect(page.getByRole('table', patients).getByRole('link')).toHaveText(['Noor Haddad']);

  await page.getByRole('button', { name: 'Sign out' }).click();
  await signInHere(page, 'Noor');

  await expect(page.getByRole('heading', { name: 'Which profile?' })).toBeVisible();
});

test.describe('with the rate limits of Medplum', () => {
  test.use({ tenantWish: { settings: { rateLimits: {} } } });

  test('spa-client [C2], when passwords are guessed, says how long to wait, and after that lets the right one in', async ({
    page,
    app,
    tenant,
  }) => {
    const { email, password } = demoAccount('Maya');
    // Both clocks move: an ID token from a minute ahead would not be believed.
    await page.clock.install();
    await page.goto(app.url);
    await enterCredentials(page, email, 'wrong-password-1');
    for (let guess = 2; guess <= 6; guess += 1) {
      await expect(page.getByRole('alert').filter({ hasText: 'That did not match' })).toBeVisible();
      await page.getByLabel('Password', { exact: true }).fill(`wrong-password-${guess}`);
      await page.getByRole('button', { name: 'Sign in here' }).click();
    }
    await expect(page.getByRole('alert').filter({ hasText: 'Too many attempts' })).toBeVisible();
    await expect(page.getByRole('timer')).toContainText(/again in \d+ s/);
    await expect(page.getByLabel('Email')).toHaveValue(email);

    await tenant.clock.move(61);
    await page.clock.fastForward(61_000);
    await page.getByLabel('Password', { exact: true }).fill(password);
    await page.getByRole('button', { name: 'Sign in here' }).click();

    await expect(page.getByRole('table', patients)).toBeVisible();
  });
});

test('spa-client [C2], of each step of a sign-in, can be used by everybody', async ({ page, app }) => {
  await page.goto(app.url);
  await expectGoodLooks(page, 'sign-in');
  await signInHere(page, 'Ravi');
  const key = await shownKey(page);
  await expectGoodLooks(page, 'enrol');
  await enterCode(page, 'Finish and sign in', wrongCode(key));
  await expect(page.getByRole('alert')).toContainText('That code was not right');
  await expectGoodLooks(page, 'wrong-code');
  await page.getByRole('button', { name: 'Start over' }).click();
  await enterEmail(page, 'ada.quinn@hospital.example');
  await expect(page.getByText('Your organisation signs you in')).toBeVisible();
  await expectGoodLooks(page, 'organisation');
});

async function enterCode(page: Page, action: string, code: string): Promise<void> {
  await page.getByLabel('Code', { exact: true }).fill(code);
  await page.getByRole('button', { name: action, exact: true }).click();
}

/** As somebody types it into an app that cannot scan. */
async function shownKey(page: Page): Promise<string> {
  const key = await page.getByText(/^[A-Z2-7]{4}( [A-Z2-7]{4})+$/).textContent();
  return (key ?? '').replaceAll(' ', '');
}

/** Not the code of now, nor of the half minutes beside it, which pass as well. */
function wrongCode(key: string): string {
  const near = new Set([-30_000, 0, 30_000, 60_000].map((away) => totp(key, new Date(Date.now() + away))));
  return ['000000', '111111', '222222', '333333'].find((code) => !near.has(code)) ?? '444444';
}

/** An image that the Content-Security-Policy holds back has no width. */
async function expectDecodedImage(page: Page): Promise<void> {
  const image = page.getByRole('img', { name: /QR code/ });
  await expect
    .poll(async () => image.evaluate((element) => (element as HTMLImageElement).naturalWidth))
    .toBeGreaterThan(0);
}
