import type { ControlClient } from '@auth-patterns/mock-medplum/control';
import type { Page } from '@playwright/test';
import { expectGoodLooks } from '#look/expect-good-looks.ts';
import { newPerson } from '#person/new-person.ts';
import { watchSignIn } from '#record/expect-no-leaks.ts';
import { leakWatch } from '#record/leak-watch.ts';
import { enterCredentials } from '#specs/spa-client/password/sign-in-here.ts';
import { expect, test } from '#story/test.ts';

const goodPassword = 'four-words-nobody-guesses';

test('[C12] [B9] spa-client, when a patient registers, shows her alone and leaks nothing', async ({
  page,
  context,
  app,
  tenant,
}) => {
  const expectNoLeaks = await watchSignIn(context, tenant.baseUrl);
  await page.goto(app.url);
  await page.getByRole('link', { name: 'Register as a patient' }).click();
  await looksGood(page, 'Register as a patient', 'register');
  await register(page, 'ida.berg@example.com');

  await expect(page.getByRole('table', { name: 'Patients' }).getByRole('link')).toHaveText(['Ida Berg']);
  expect((await tenant.log.list()).map(({ path }) => path)).toContain('/auth/newpatient');
  await expectNoLeaks(page, { app, password: goodPassword });
});

test('[C12] [B9] spa-client, when an administrator invites, makes a link that sets a password once', async ({
  page,
  app,
  tenant,
  browser,
}) => {
  await app.openSignedIn(page, 'Olive', '/invite');
  await page.getByRole('combobox', { name: 'Access policy' }).selectOption('Clinician');
  await looksGood(page, 'Invite somebody', 'invite');
  const link = await inviteWithLink(page, 'Nils', 'Practitioner', 'Clinician');
  await looksGood(page, 'Invite somebody', 'invited');
  const [secret = ''] = link.split('/').slice(-1);

  const nils = await newPerson(browser, 'about:blank');
  const watch = leakWatch(nils.context(), [tenant.baseUrl]);
  await nils.goto(link);
  await looksGood(nils, 'Set a password', 'setpassword');
  await setPassword(nils, goodPassword);
  await expect(nils.getByRole('heading', { name: 'Your password is set' })).toBeVisible();
  await expect(nils).toHaveURL(`${app.url}/setpassword`);
  // The one place that the paths of Medplum's mails cannot avoid: the request for the page.
  expect(await watch.find(secret)).toEqual([`request URL ${link}`]);
  await nils.getByRole('link', { name: 'Sign in', exact: true }).click();
  await enterCredentials(nils, 'nils.strand@example.com', goodPassword);
  await expect(nils.getByRole('table', { name: 'Patients' }).getByRole('link', { name: 'Sam Carter' })).toBeVisible();

  const late = await newPerson(browser, link);
  await setPassword(late, 'another-password-of-a-thief');
  await expect(late.getByRole('alert')).toContainText('This link was used already');
});

test('[C12] spa-client, when a password is forgotten, has a link mailed that sets a new one', async ({
  page,
  app,
  tenant: { mail },
}) => {
  await page.goto(app.url);
  await page.getByRole('link', { name: 'Forgot your password?' }).click();
  await looksGood(page, 'Forgot your password?', 'resetpassword');
  await askForReset(page, 'nobody@example.com');
  await expect(page.getByRole('status')).toContainText('If there is an account, a mail is on its way');
  await askForReset(page, 'maya.rivera@clinic.example');
  await expect(page.getByRole('status')).toContainText('maya.rivera@clinic.example');

  await page.goto(await mailedLink(mail, app.url));
  await setPassword(page, goodPassword);
  await page.getByRole('link', { name: 'Sign in', exact: true }).click();
  await enterCredentials(page, 'maya.rivera@clinic.example', goodPassword);

  await expect(page.getByRole('table', { name: 'Patients' })).toBeVisible();
  expect((await mail.list()).map(({ to }) => to)).toEqual(['maya.rivera@clinic.example']);
});

async function register(page: Page, email: string): Promise<void> {
  await page.getByLabel('First name').fill('Ida');
  await page.getByLabel('Last name').fill('Berg');
  await page.getByLabel('Email').fill(email);
  await page.getByLabel('Password', { exact: true }).fill(goodPassword);
  await page.getByRole('button', { name: 'Register' }).click();
}

async function invite(
  page: Page,
  { firstName, email, role = 'Practitioner', policy = 'Clinician' }: Readonly<Record<string, string>>,
): Promise<void> {
  await page.getByLabel('First name').fill(firstName ?? '');
  await page.getByLabel('Last name').fill('Strand');
  await page.getByLabel('Email').fill(email ?? '');
  await page.getByLabel('Role').selectOption(role);
  await page.getByRole('combobox', { name: 'Access policy' }).selectOption(policy);
  await page.getByRole('button', { name: 'Invite' }).click();
}

async function inviteWithLink(page: Page, firstName: string, role: string, policy: string): Promise<string> {
  await invite(page, { firstName, email: `${firstName.toLowerCase()}.strand@example.com`, role, policy });
  return page.getByLabel('Link to set a password').inputValue();
}

async function askForReset(page: Page, email: string): Promise<void> {
  // The sign-in page has a field for an email, too, until it is left.
  await expect(page.getByRole('heading', { name: 'Forgot your password?' })).toBeVisible();
  await page.getByLabel('Email').fill(email);
  await page.getByRole('button', { name: 'Mail me a link' }).click();
}

async function setPassword(page: Page, password: string): Promise<void> {
  await page.getByLabel('New password').fill(password);
  await page.getByRole('button', { name: 'Set the password' }).click();
}

/** The link of the last mail, as a server mails it whose `appBaseUrl` is the app. */
async function mailedLink(mail: ControlClient['mail'], appUrl: string): Promise<string> {
  const mails = await mail.list();
  const [link = ''] = /setpassword\/\S+/.exec(mails.at(-1)?.text ?? '') ?? [];
  return `${appUrl}/${link}`;
}

async function looksGood(page: Page, heading: string, name: string): Promise<void> {
  await expect(page.getByRole('heading', { level: 1, name: heading })).toBeVisible();
  await expectGoodLooks(page, name);
}
