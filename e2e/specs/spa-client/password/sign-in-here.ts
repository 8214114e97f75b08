import { demoAccount } from '@auth-patterns/demo-project';
import type { Page } from '@playwright/test';

/** Fills in the form of spa-client's own page as one of the clinic's people does. */
export async function signInHere(page: Page, firstName: string): Promise<void> {
  const { email, password } = demoAccount(firstName);
  await enterCredentials(page, email, password);
}

/** Fills in and sends the form, whoever it is. */
export async function enterCredentials(page: Page, email: string, password: string): Promise<void> {
  await enterEmail(page, email);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Sign in here' }).click();
}

/** Sends the email alone, as the form asks for it first. */
export async function enterEmail(page: Page, email: string): Promise<void> {
  await page.getByLabel('Email').fill(email);
  await page.getByRole('button', { name: 'Next' }).click();
}
