import type { Page } from '@playwright/test';
import { expectGoodLooks } from '#look/expect-good-looks.ts';
import { totp } from '#person/totp.ts';
import { signInHere } from '#specs/spa-client/password/sign-in-here.ts';
import { expect, test } from '#story/test.ts';

const patients = { name: 'Patients' };

test('[C2] spa-client, when a second factor is required, has it set up once and asks for it after', async ({
  page,
  app,
}) => {
  await page.goto(app.url);
  await signInHere(page, 'Ravi');
  await expect(page.getByRole('heading', { name: 'Set up a second factor' })).toBeVisible();
  await expectDecodedImage(page);
  const key = await shownKey(page);
  await expectGoodLooks(page, 'enrol');
  await enterCode(page, 'Finish and sign in', totp(key, new Date()));
  await expect(page.getByRole('table', patients)).toBeVisible();

  await page.getByRole('button', { name: 'Sign out' }).click();
  await signInHere(page, 'Ravi');
  await expect(page.getByRole('heading', { name: 'Enter your code' })).toBeVisible();
  await enterCode(page, 'Sign in', wrongCode(key));
  await expect(page.getByRole('alert').filter({ hasText: 'That code was not right' })).toBeVisible();
  await enterCode(page, 'Sign in', totp(key, new Date()));

  await expect(page.getByRole('table', patients)).toBeVisible();
});

test('[C2] spa-client, when somebody wants a second factor, turns it on and off with a code each', async ({
  page,
  app,
}) => {
  await app.openSignedIn(page, 'Maya', '/security');
  const key = await shownKey(page);
  await expectGoodLooks(page, 'security');
  await enterCode(page, 'Turn it on', totp(key, new Date()));
  await expect(page.getByRole('status').filter({ hasText: 'Your authenticator app is on' })).toBeVisible();
  await page.reload();
  await enterCode(page, 'Turn it off', totp(key, new Date()));

  await expect(page.getByRole('button', { name: 'Turn it on' })).toBeVisible();
});

async function enterCode(page: Page, action: string, code: string): Promise<void> {
  await page.getByLabel('Code', { exact: true }).fill(code);
  await page.getByRole('button', { name: action, exact: true }).click();
}

/** As somebody types it into an app that cannot scan. */
async function shownKey(page: Page): Promise<string> {
  const key = await page.getByText(/^[A-Z2-7]{4}( [A-Z2-7]{4})+$/).textContent();
  return (key ?? '').replaceAll(' ', '');
}

/** Not the code of now, nor of the half minutes beside it, which pass as well. */
function wrongCode(key: string): string {
  const near = new Set([-30_000, 0, 30_000, 60_000].map((away) => totp(key, new Date(Date.now() + away))));
  return ['000000', '111111', '222222', '333333'].find((code) => !near.has(code)) ?? '444444';
}

/** An image that the Content-Security-Policy holds back has no width. */
async function expectDecodedImage(page: Page): Promise<void> {
  const image = page.getByRole('img', { name: /QR code/ });
  await expect
    .poll(async () => image.evaluate((element) => (element as HTMLImageElement).naturalWidth))
    .toBeGreaterThan(0);
}
