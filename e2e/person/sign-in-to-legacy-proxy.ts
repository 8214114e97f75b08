import { legacyAccount } from '@auth-patterns/demo-project';
import type { Page } from '@playwright/test';

/** Signs nurse Kim in to legacy-proxy, whose sign-in page is shown at the given address. */
export async function signInToLegacyProxy(page: Page, address: string): Promise<void> {
  await page.goto(address);
  await page.getByLabel('User name').fill(legacyAccount.username);
  await page.getByLabel('Password').fill(legacyAccount.password);
  await page.getByRole('button', { name: 'Sign in' }).click();
}
