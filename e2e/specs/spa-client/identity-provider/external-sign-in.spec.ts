import { demoIds } from '@auth-patterns/demo-project';
import type { ControlClient } from '@auth-patterns/mock-medplum/control';
import type { Page } from '@playwright/test';
import { openWindow, signInAtIdp } from '#person/sign-in-at-idp.ts';
import { enterEmail } from '#person/sign-in-here.ts';
import { expect, test } from '#story/test.ts';

const button = 'Continue with Riverside ID';
const unfinished = 'Your sign-in with Riverside ID did not finish';

/** Ends in the window with what Medplum says there; the app learns that it was closed, and no more. */
async function closeAtJson(popup: Page, text: string): Promise<void> {
  await expect(popup.locator('body')).toContainText('OperationOutcome');
  await expect(popup.locator('body')).toContainText(text);
  await popup.close();
}

async function tokenCalls(tenant: ControlClient): Promise<number> {
  return (await tenant.log.list()).filter(({ path }) => path === '/oauth2/token').length;
}

test('[C3] spa-client, when a practitioner signs in with Riverside ID, uses a window and keeps her link', async ({
  page,
  app,
  idp,
}) => {
  await page.goto(`${app.url}/patients/${demoIds.patients.theo}`);
  const popup = await openWindow(page, button);
  await expect(page.getByRole('heading', { name: 'Sign in with Riverside ID' })).toBeVisible();
  await expect(popup.getByLabel('Email address')).toBeVisible();
  expect(popup.url()).toContain(idp.issuer);
  await signInAtIdp(popup, 'Maya');

  await expect(page.getByRole('heading', { name: 'Theo Okafor' })).toBeVisible();
  await expect.poll(() => popup.isClosed()).toBe(true);
  expect(page.url()).not.toContain('code=');
});

test('[C4] spa-client, when the email is of a hospital with its own provider, signs in there', async ({
  page,
  app,
}) => {
  await page.goto(app.url);
  await enterEmail(page, 'ada.quinn@hospital.example');
  const popup = await openWindow(page, 'Continue to hospital.example');
  await signInAtIdp(popup, 'Ada');

  await expect(page.getByRole('banner')).toContainText('Ada Quinn');
});

test('[C4] spa-client, when the person of a hospital has two profiles, asks which in this app', async ({
  page,
  app,
  tenant,
}) => {
  const { accessToken } = await tenant.makeSession({
    user: 'olive.owner@clinic.example',
    client: demoIds.clients.spaClient,
  });
  const invited = await fetch(`${tenant.baseUrl}admin/projects/${demoIds.project}/invite`, {
    method: 'POST',
    headers: { authorization: `Bearer ${accessToken}`, 'content-type': 'application/json' },
    body: JSON.stringify({
      resourceType: 'Patient',
      firstName: 'Ada',
      lastName: 'Quinn',
      email: 'ada.quinn@hospital.example',
      // Her user is the server's. By default a patient would get one of the project's.
      scope: 'server',
      forceNewMembership: true,
      sendEmail: false,
    }),
  });
  expect(invited.status).toBe(200);
  await page.goto(app.url);
  await enterEmail(page, 'ada.quinn@hospital.example');
  const popup = await openWindow(page, 'Continue to hospital.example');
  await signInAtIdp(popup, 'Ada');
  await page.getByRole('button', { name: /Practitioner at Riverside Clinic/ }).click();

  await expect(page.getByRole('banner')).toContainText('Ada Quinn');
});

test('[C3] spa-client, when the person cancels at the provider, explains it once the window is closed', async ({
  page,
  app,
  tenant,
}) => {
  await page.goto(app.url);
  const popup = await openWindow(page, button);
  await popup.getByRole('button', { name: 'Cancel' }).click();
  await closeAtJson(popup, 'Missing code');

  await expect(page.getByRole('heading', { name: unfinished })).toBeVisible();
  await expect(page.getByText('You cancelled at Riverside ID')).toBeVisible();
  expect(await tokenCalls(tenant)).toBe(0);
  const again = await openWindow(page, 'Try again with Riverside ID');
  await signInAtIdp(again, 'Maya');
  await expect(page.getByRole('table', { name: 'Patients' })).toBeVisible();
});

test('[C3] spa-client, when the provider knows the person and Medplum does not, explains by what it looks', async ({
  page,
  app,
}) => {
  await page.goto(app.url);
  const popup = await openWindow(page, button);
  await signInAtIdp(popup, 'Robin');
  await closeAtJson(popup, 'User not found');

  await expect(page.getByText(/no account in this project has the email address, or the identifier/)).toBeVisible();
});

test('[C3] spa-client, when the provider is down, explains that and offers the other ways', async ({
  page,
  app,
  idp,
}) => {
  idp.setDown(true);
  await page.goto(app.url);
  const popup = await openWindow(page, button);
  await popup.waitForURL(`${idp.issuer}/authorize?**`);
  await popup.close();

  await expect(page.getByText('Riverside ID is down')).toBeVisible();
  await page.getByRole('button', { name: 'Sign in another way' }).click();
  await expect(page.getByRole('heading', { name: 'Sign in', exact: true })).toBeVisible();
  await expect(page.getByText('did not finish')).toHaveCount(0);
});

test('[B4] spa-client, when a provider’s callback is opened again, sends no token request and says why', async ({
  page,
  app,
  tenant,
  context,
}) => {
  await page.goto(app.url);
  const callback = context.waitForEvent('request', (request) => request.url().includes('/callback?login='));
  const popup = await openWindow(page, button);
  await signInAtIdp(popup, 'Maya');
  await expect(page.getByRole('table', { name: 'Patients' })).toBeVisible();
  const before = await tokenCalls(tenant);

  await page.goto((await callback).url());

  await expect(page.getByRole('heading', { name: 'No sign-in was under way here' })).toBeVisible();
  expect(await tokenCalls(tenant)).toBe(before);
});

test.describe('blocked windows', () => {
  test.beforeEach(async ({ page }) => page.addInitScript('window.open = () => null'));

  test('[C3] spa-client, when the browser blocks windows, leaves for the provider and comes back', async ({
    page,
    app,
  }) => {
    await page.goto(`${app.url}/patients/${demoIds.patients.theo}`);
    await page.getByRole('button', { name: button }).click();
    await signInAtIdp(page, 'Maya');

    await expect(page.getByRole('heading', { name: 'Theo Okafor' })).toBeVisible();
  });

  test('[C3] spa-client, when the person goes back without an answer, says what can be the reason', async ({
    page,
    app,
  }) => {
    await page.goto(`${app.url}/sign-in`);
    await page.getByRole('button', { name: button }).click();
    await page.getByRole('button', { name: 'Cancel' }).click();
    await expect(page.locator('body')).toContainText('Missing code');
    await page.goto(`${app.url}/sign-in`);
    await page.getByRole('link', { name: 'Find out why' }).click();

    await expect(page.getByRole('heading', { name: unfinished })).toBeVisible();
    await page.getByRole('button', { name: 'Try again with Riverside ID' }).click();
    await signInAtIdp(page, 'Maya');
    await expect(page.getByRole('table', { name: 'Patients' })).toBeVisible();
  });
});

test.describe('by subject', () => {
  test.use({ appSettings: { [demoIds.clients.spaClient]: demoIds.clients.spaClientBySubject } });

  test('[C7] spa-client, when its client matches by sub, finds the person by the provider’s identifier', async ({
    page,
    app,
  }) => {
    await page.goto(app.url);
    const popup = await openWindow(page, button);
    await signInAtIdp(popup, 'Maya');

    await expect(page.getByRole('banner')).toContainText('Maya Rivera');
  });

  test('[C7] spa-client, when nobody has that sub, explains by what it looks', async ({ page, app }) => {
    await page.goto(app.url);
    const popup = await openWindow(page, button);
    await signInAtIdp(popup, 'Robin');
    await closeAtJson(popup, 'User not found');

    await expect(page.getByText(/has the email address, or the identifier, that it gave/)).toBeVisible();
  });
});
