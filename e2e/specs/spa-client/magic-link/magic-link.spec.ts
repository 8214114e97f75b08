import type { Page } from '@playwright/test';
import { expectGoodLooks } from '#look/expect-good-looks.ts';
import { newPerson } from '#person/new-person.ts';
import { expect, test } from '#story/test.ts';

test('[S8] magic link, looked at, stays good; used, signs in once; used again, ends the first session', async ({
  page,
  app,
  tenant,
  browser,
}) => {
  await app.openSignedIn(page, 'Olive', '/magic-link/new');
  const link = await magicLinkFor(page, 'Sam Carter (Patient)');

  await expectGoodLooks(page, 'new-magic-link');
  await tenant.log.clear();

  const scanner = await newPerson(browser, link);
  await expect(scanner.getByRole('button', { name: 'Sign in with the link' })).toBeVisible();
  expect((await tenant.log.list()).map(({ path }) => path)).not.toContain('/oauth2/token');

  const sam = await newPerson(browser, link);
  await expect(sam).toHaveURL(`${app.url}/magic-link`);
  await sam.getByRole('button', { name: 'Sign in with the link' }).click();
  await expect(sam.getByRole('table', { name: 'Patients' }).getByRole('link')).toHaveText(['Sam Carter']);

  const thief = await newPerson(browser, link);
  await thief.getByRole('button', { name: 'Sign in with the link' }).click();
  await expect(thief.getByRole('alert')).toContainText('This link was used already');

  await sam.reload();
  await expect(sam.getByText('Your session has ended')).toBeVisible();
});

test('[S8] spa-client, when a magic link has expired, says so', async ({ page, app, tenant, browser }) => {
  await app.openSignedIn(page, 'Olive', '/magic-link/new');
  const link = await magicLinkFor(page, 'Sam Carter (Patient)');
  await tenant.clock.move(901);

  const sam = await newPerson(browser, link);
  await sam.getByRole('button', { name: 'Sign in with the link' }).click();

  await expect(sam.getByRole('alert')).toContainText('This link has expired');
});

test('[S8] [B6] spa-client, when somebody else is signed in, asks before a magic link takes their place', async ({
  page,
  app,
  tenant,
}) => {
  await app.openSignedIn(page, 'Olive', '/magic-link/new');
  const link = await magicLinkFor(page, 'Sam Carter (Patient)');

  await page.goto(link);
  await expect(page.getByRole('note')).toContainText('Olive Owner is signed in here');
  await page.getByRole('button', { name: 'Sign out, and sign in with the link' }).click();

  await expect(page.getByRole('table', { name: 'Patients' }).getByRole('link')).toHaveText(['Sam Carter']);
  expect((await tenant.log.list()).map(({ path }) => path)).toContain('/oauth2/logout');
});

test('magic link page, with a link that is not complete, says so and has nothing that axe objects to', async ({
  page,
  app,
}) => {
  await page.goto(`${app.url}/magic-link`);
  await expect(page.getByRole('heading', { level: 1, name: 'This link is not complete' })).toBeVisible();
  await expectGoodLooks(page, 'magic-link');
  await page.goto(`${app.url}/magic-link#${'0'.repeat(256)}`);
  await page.getByRole('button', { name: 'Sign in with the link' }).click();
  await expect(page.getByRole('alert')).toContainText('This link is not complete');
  await expect(page.getByRole('heading', { level: 1, name: 'Sign in with this link' })).toBeVisible();
  await expectGoodLooks(page, 'magic-link-refused');
});

async function magicLinkFor(page: Page, member: string): Promise<string> {
  await page.getByRole('combobox', { name: 'Member' }).selectOption(member);
  await page.getByRole('button', { name: 'Make the link' }).click();
  return page.getByRole('textbox', { name: 'Magic link' }).inputValue();
}
