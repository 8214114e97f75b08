import type { Page } from '@playwright/test';
import type { AttackerSite } from '#attacker/attacker-site.ts';
import { withoutFrameHeaders } from '#attacker/without-frame-headers.ts';
import { expect, test } from '#story/test.ts';

// Clickjacking: a page that the user sees lies under one that the user clicks.

const refused = 'chrome-error://chromewebdata/';

test('[B11] spa-client, when another site frames it, shows nothing there', async ({ page, app, attacker }) => {
  await frame(page, attacker, app.url);

  await expect.poll(() => page.frames().at(-1)?.url()).toBe(refused);
});

test.describe('undefended twin', () => {
  test.use({ undefended: true });

  test('[B11] undefended twin, when another site frames it, shows its sign-in page there', async ({
    page,
    app,
    attacker,
  }) => {
    await frame(page, attacker, app.url);

    await expect(page.frameLocator('iframe').getByRole('heading', { name: 'Sign in', exact: true })).toBeVisible();
  });
});

test('[B11] Medplum, when another page frames its sign-in page, shows nothing there, but for its headers', async ({
  page,
  app,
  attacker,
}) => {
  await page.goto(app.url);
  await page.getByRole('button', { name: 'Continue with Medplum' }).click();
  await expect(page.getByLabel('Password')).toBeVisible();
  const url = page.url();
  await frame(page, attacker, url);
  await expect.poll(() => page.frames().at(-1)?.url()).toBe(refused);

  await withoutFrameHeaders(page, url);
  await frame(page, attacker, url);
  await expect(page.frameLocator('iframe').getByLabel('Email', { exact: true })).toBeVisible();
});

/** By the name of `localhost`, the attacker is on the same site, and frames get the cookies that pages get. */
async function frame(page: Page, attacker: AttackerSite, url: string): Promise<void> {
  attacker.show(`<iframe src="${url.replaceAll('&', '&amp;')}" width="800" height="600"></iframe>`);
  await page.goto(attacker.url.replace('127.0.0.1', 'localhost'));
}
