import { demoIdpAccounts } from '@auth-patterns/mock-idp';
import type { Page } from '@playwright/test';

/** On the pages of the identity provider, signs in and allows what is asked, as one of its people does. */
export async function signInAtIdp(page: Page, firstName: string): Promise<void> {
  const account = demoIdpAccounts.find(({ givenName }) => givenName === firstName);
  if (!account) {
    throw new RangeError(`The identity provider knows nobody named ${firstName}`);
  }
  await page.getByLabel('Email address').fill(account.email);
  await page.getByLabel('Password').fill(account.password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('button', { name: 'Allow' }).click();
}

/** Clicks what opens a window, and waits for it. */
export async function openWindow(page: Page, button: string): Promise<Page> {
  const opening = page.waitForEvent('popup');
  await page.getByRole('button', { name: button }).click();
  return opening;
}
