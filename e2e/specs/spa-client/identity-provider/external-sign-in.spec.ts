import { demoIds } from '@auth-patterns/demo-project';
import type { ControlClient } from '@auth-patterns/mock-medplum/control';
import type { Page } from '@playwright/test';
import { openWindow } from '#person/open-window.ts';
import { idpPassword, signInAtIdp } from '#person/sign-in-at-idp.ts';
import { watchSignIn } from '#record/expect-no-leaks.ts';
import { enterEmail } from '#specs/spa-client/password/sign-in-here.ts';
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

test('[C3] [B9] spa-client, when a practitioner signs in in a window, keeps her link and leaks nothing', async ({
  page,
  context,
  app,
  idp,
  tenant,
}) => {
  const expectNoLeaks = await watchSignIn(context, tenant.baseUrl);
  await page.goto(`${app.url}/patients/${demoIds.patients.theo}`);
  const popup = await openWindow(page, button);
  await expect(page.getByRole('heading', { name: 'Sign in with Riverside ID' })).toBeVisible();
  await expect(popup.getByLabel('Email address')).toBeVisible();
  expect(popup.url()).toContain(idp.issuer);
  await signInAtIdp(popup, 'Maya');

  await expect(page.getByRole('heading', { name: 'Theo Okafor' })).toBeVisible();
  await expect.poll(() => popup.isClosed()).toBe(true);
  await expectNoLeaks(page, { app, callback: '/callback', password: idpPassword('Maya') });
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
});
