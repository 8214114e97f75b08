import { demoAccount } from '@auth-patterns/demo-project';
import { expectGoodLooks } from '#look/expect-good-looks.ts';
import { enterEmail, signInHere } from '#person/sign-in-here.ts';
import { expect, test } from '#story/test.ts';

const patients = { name: 'Patients' };

test('[C4] spa-client, when the email’s domain has an identity provider, leads there, takes no password', async ({
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

test('[C4] spa-client, when the domain is unknown, goes on to the password', async ({ page, app }) => {
  await page.goto(app.url);
  await enterEmail(page, demoAccount('Maya').email);

  await expect(page.getByLabel('Password', { exact: true })).toBeFocused();
  await expect(page.getByLabel('Email')).toHaveValue(demoAccount('Maya').email);
});

test('[C4] spa-client, when Medplum cannot say who signs an email in, says why and takes the password', async ({
  page,
  app,
  tenant,
}) => {
  await tenant.faults.add({ fault: 'status', path: '/auth/method', status: 503 });
  await page.goto(app.url);
  await signInHere(page, 'Maya');

  await expect(page.getByRole('table', patients)).toBeVisible();
});

test('[C2] spa-client, when somebody has two profiles, asks for one, and signing in again asks anew', async ({
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

test('[C2] spa-client, of each step of a sign-in, can be used by everybody', async ({ page, app }) => {
  await page.goto(app.url);
  await expectGoodLooks(page, 'sign-in');
  await enterEmail(page, 'ada.quinn@hospital.example');
  await expect(page.getByText('Your organisation signs you in')).toBeVisible();
  await expectGoodLooks(page, 'organisation');
});
