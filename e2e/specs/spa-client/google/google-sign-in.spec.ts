import type { Page } from '@playwright/test';
import { openWindow } from '#person/sign-in-at-idp.ts';
import { expect, test } from '#story/test.ts';

const button = 'Continue with Google (stand-in)';

async function chooseAtGoogle(page: Page, name: string): Promise<void> {
  const popup = await openWindow(page, button);
  await popup.getByRole('button', { name }).click();
}

test('[C5] spa-client, when a patient signs in with Google, shows that patient alone', async ({ page, app }) => {
  await page.goto(app.url);
  await chooseAtGoogle(page, 'Sam Carter');

  await expect(page.getByRole('table', { name: 'Patients' }).getByRole('link')).toHaveText(['Sam Carter']);
});

test('[C5] spa-client, when the person of a Google account has two profiles, asks which', async ({ page, app }) => {
  await page.goto(app.url);
  await chooseAtGoogle(page, 'Noor Haddad');
  await page.getByRole('button', { name: /Patient at Riverside Clinic/ }).click();

  await expect(page.getByRole('table', { name: 'Patients' }).getByRole('link')).toHaveText(['Noor Haddad']);
});

test('[C5] spa-client, when Medplum does not know the Google account, says so and keeps the other ways', async ({
  page,
  app,
}) => {
  await page.goto(app.url);
  await chooseAtGoogle(page, 'Robin Stranger');

  await expect(page.getByRole('alert').filter({ hasText: 'Medplum does not know you' })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Continue with Medplum' })).toBeEnabled();
});

test('[C5] spa-client, when Google’s script is blocked, says so and keeps the other ways', async ({ page, app }) => {
  await page.route(/\/gsi\/client$/, (route) => route.abort());
  await page.goto(app.url);

  await expect(page.getByRole('alert').filter({ hasText: 'Google’s button is not available' })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Continue with Medplum' })).toBeEnabled();
});

test.describe('foreign audience', () => {
  test.use({ appSettings: { 'demo-only.apps.googleusercontent.com': 'other-app.apps.googleusercontent.com' } });

  test('[B10] spa-client, when Google’s answer is for an app that Medplum does not know, says why not', async ({
    page,
    app,
  }) => {
    await page.goto(app.url);
    await chooseAtGoogle(page, 'Sam Carter');

    await expect(page.getByRole('alert').filter({ hasText: 'Medplum did not accept Google’s answer' })).toBeVisible();
  });
});
