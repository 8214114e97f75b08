import { demoAccount } from '@auth-patterns/demo-project';
import type { Page } from '@playwright/test';

/** Fills in the form of Medplum's own sign-in page as one of the clinic's people does. */
export async function signInOnMedplumsPage(page: Page, firstName: string): Promise<void> {
  const { email, password } = demoAccount(firstName);
  // First what the app's own page has not: it has a field for an email, too, until it is left.
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByLabel('Email').fill(email);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
}
