import { demoAccount, demoIds } from '@auth-patterns/demo-project';
import { expect, type Page } from '@playwright/test';
import type { App } from '#clinic/clinic-test.ts';
import type { Story } from './story.ts';

type Told = Readonly<{ page: Page; app: App; story: Story }>;

/** The story of the redirect: Maya opens Theo's chart, signs in on Medplum's page, and is back at the chart. */
export async function signInAtChart({ page, app, story }: Told): Promise<void> {
  const chart = `${app.url}/patients/${demoIds.patients.theo}`;
  await story.step('This browser app has no server. Whoever opens it is asked to sign in.', async () => {
    await page.goto(chart);
    await expect(page.getByRole('heading', { name: 'Sign in', exact: true })).toBeVisible();
  });
  await story.step('Medplum asks for the password on its own page. The app never sees it.', async () => {
    await page.getByRole('button', { name: 'Continue with Medplum' }).click();
    await expect(page).toHaveURL(({ href }) => href.startsWith(app.signInPage));
    await expect(page.getByLabel('Password', { exact: true })).toBeVisible();
  });
  await story.step('Back with a code that worked once, the app opens the page that was asked for.', async () => {
    const { email, password } = demoAccount('Maya');
    await page.getByLabel('Email').fill(email);
    await page.getByLabel('Password', { exact: true }).fill(password);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await expect(page).toHaveURL(chart);
    await expect(page.getByRole('heading', { name: 'Theo Okafor' })).toBeVisible();
  });
}

/** Its end: she looks whom Medplum takes her for, and signs out. */
export async function signOutAtLast({ page, story }: Told): Promise<void> {
  await story.step('“Who am I?” shows whom Medplum takes her for.', async () => {
    await page.getByRole('link', { name: 'Who am I?' }).click();
    await expect(page.getByRole('row', { name: /^Profile/ })).toContainText('Practitioner/');
  });
  await story.step('Signing out ends the session in Medplum too.', async () => {
    await page.getByRole('button', { name: 'Sign out' }).click();
    await expect(page.getByText('Medplum has revoked the session')).toBeVisible();
  });
}
