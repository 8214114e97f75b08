import { demoIdpAccounts } from '@auth-patterns/mock-idp';
import type { Page } from '@playwright/test';

/** Signs in at the identity provider as Maya does, and reads the address to which it sends the browser, which stays. */
export async function catchProviderAnswer(page: Page, callback: string): Promise<URL> {
  const { email = '', password = '' } = demoIdpAccounts.find(({ givenName }) => givenName === 'Maya') ?? {};
  await page.getByLabel('Email address').fill(email);
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('button', { name: 'Allow' }).waitFor();

  const caught = Promise.withResolvers<URL>();
  // A redirect cannot be stopped half way, so all of them are followed here instead.
  await page.route(/\/interaction\//, async (route) => {
    const response = await route.fetch();
    caught.resolve(new URL(response.url()));
    // No content: the browser stays where it is.
    await route.fulfill({ status: 204 });
  });
  await page.getByRole('button', { name: 'Allow' }).click();
  const answer = await caught.promise;
  await page.unroute(/\/interaction\//);
  if (!answer.href.startsWith(callback)) {
    throw new Error(`The identity provider went to ${answer.origin}${answer.pathname}`);
  }
  return answer;
}
