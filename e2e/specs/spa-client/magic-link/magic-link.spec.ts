import type { Page } from '@playwright/test';
import { expectGoodLooks } from '#look/expect-good-looks.ts';
import { newPerson } from '#person/new-person.ts';
import { watchSignIn } from '#record/expect-no-leaks.ts';
import { expect, test } from '#story/test.ts';

test('[S8] [B9] magic link, looked at, stays good; used, signs in once; used again, ends the first session', async ({
  page,
  app,
  tenant,
  browser,
}) => {
  await app.openSignedIn(page, 'Olive', '/magic-link/new');
  const link = await magicLinkFor(page, 'Sam Carter (Patient)');

  await expectGoodLooks(page, 'new-magic-link');

  const scanner = await newPerson(browser, 'about:blank');
  const asked: string[] = [];
  scanner.on('request', (request) => asked.push(request.url()));
  await scanner.goto(link);
  await expect(scanner.getByRole('button', { name: 'Sign in with the link' })).toBeVisible();
  expect(asked).not.toContain(`${tenant.baseUrl}oauth2/token`);

  const sam = await newPerson(browser, 'about:blank');
  const expectNoLeaks = await watchSignIn(sam.context(), tenant.baseUrl);
  await sam.goto(link);
  await expect(sam).toHaveURL(`${app.url}/magic-link`);
  await expectGoodLooks(sam, 'magic-link');
  await sam.getByRole('button', { name: 'Sign in with the link' }).click();
  await expect(sam.getByRole('table', { name: 'Patients' }).getByRole('link')).toHaveText(['Sam Carter']);
  await expectNoLeaks(sam, { app });

  const thief = await newPerson(browser, link);
  await thief.getByRole('button', { name: 'Sign in with the link' }).click();
  await expect(thief.getByRole('alert')).toContainText('This link was used already');

  await sam.reload();
  await expect(sam.getByText('Your session has ended')).toBeVisible();
});

async function magicLinkFor(page: Page, member: string): Promise<string> {
  await page.getByRole('combobox', { name: 'Member' }).selectOption(member);
  await page.getByRole('button', { name: 'Make the link' }).click();
  return page.getByRole('textbox', { name: 'Magic link' }).inputValue();
}
