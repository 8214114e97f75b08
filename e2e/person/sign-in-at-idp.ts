import { demoIdpAccounts } from '@auth-patterns/mock-idp';
import type { Page } from '@playwright/test';

/** On the pages of the identity provider, signs in and allows what is asked, as one of its people does. */
export async function signInAtIdp(page: Page, firstName: string): Promise<void> {
  const { email, password } = accountOf(firstName);
  await page.getByLabel('Email address').fill(email);
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('button', { name: 'Allow' }).click();
}

/** What one of the identity provider's people types there. */
export function idpPassword(firstName: string): string {
  return accountOf(firstName).password;
}

function accountOf(firstName: string): (typeof demoIdpAccounts)[number] {
  const account = demoIdpAccounts.find(({ givenName }) => givenName === firstName);
  if (!account) {
    throw new RangeError(`The identity provider knows nobody named ${firstName}`);
  }
  return account;
}
