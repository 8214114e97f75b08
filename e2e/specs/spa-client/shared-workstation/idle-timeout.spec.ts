import { demoIds } from '@auth-patterns/demo-project';
import type { BrowserContext, Page } from '@playwright/test';
import type { App } from '#clinic/clinic-test.ts';
import { expect, test } from '#story/test.ts';

const theo = `/patients/${demoIds.patients.theo}`;
const leftAlone = 'You were signed out because nobody used this app for a while.';
const minute = 60_000;

test.use({ appSettings: { 'idleTimeoutMinutes:0': 'idleTimeoutMinutes:10' } });

async function openSignedIn(page: Page, context: BrowserContext, app: App): Promise<void> {
  await context.clock.install();
  await app.openSignedIn(page, 'Maya', theo);
  await expect(page.getByRole('heading', { name: 'Theo Okafor' })).toBeVisible();
  // The watch is a chunk of its own.
  await expect.poll(() => page.evaluate(() => localStorage.getItem('spa-client:lastUse'))).not.toBeNull();
}

test('[C10] spa-client, when nobody is there, warns, then signs out and shows the next person nothing', async ({
  page,
  context,
  app,
  tenant,
}) => {
  await openSignedIn(page, context, app);
  await context.clock.fastForward(9 * minute + 5000);
  const warning = page.getByRole('dialog', { name: 'Are you still there?' });
  await expect(warning.getByRole('timer')).toHaveText(/5\d s/);
  await warning.getByRole('button', { name: 'Stay signed in' }).click();
  await expect(warning).toHaveCount(0);
  await context.clock.fastForward(9 * minute + 5000);
  await expect(warning).toBeVisible();

  await context.clock.fastForward(minute);

  await expect(page.getByText(leftAlone)).toBeVisible();
  await expect(page).toHaveURL(`${app.url}/sign-in`);
  await expect(page.getByText('Theo Okafor')).toHaveCount(0);
  expect(await page.evaluate(() => ({ ...localStorage }))).toEqual({});
  expect((await tenant.listLogins()).map(({ revoked }) => revoked)).toEqual([true]);
});
