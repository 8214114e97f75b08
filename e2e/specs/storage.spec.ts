import { signInHere } from '#person/sign-in-here.ts';
import { signInOnMedplumsPage } from '#person/sign-in-on-medplums-page.ts';
import { expect, test } from '#story/test.ts';

const nothingIsKept = 'This browser keeps nothing for this app';

/** As in a sandboxed frame, or where cookies are blocked: even naming the storage throws. */
const blocked = (name: 'localStorage' | 'sessionStorage'): string =>
  `Object.defineProperty(window, '${name}', { get() { throw new DOMException('denied', 'SecurityError'); } });`;

const full =
  "Storage.prototype.setItem = () => { throw new DOMException('The quota has been exceeded.', 'QuotaExceededError'); };";

test('[C10] spa-client, in a browser that blocks localStorage, says so and signs in by redirect, in memory', async ({
  page,
  app,
}) => {
  await page.addInitScript(blocked('localStorage'));
  await page.goto(app.url);
  await expect(page.getByText(nothingIsKept)).toBeVisible();

  await page.getByRole('button', { name: 'Continue with Medplum' }).click();
  await signInOnMedplumsPage(page, 'Maya');

  await expect(page.getByRole('table', { name: 'Patients' })).toBeVisible();
  await page.getByRole('button', { name: 'Sign out' }).click();
  await expect(page.getByText('Medplum has revoked the session')).toBeVisible();
});

for (const [circumstance, script] of [
  ['blocks all storage', blocked('localStorage') + blocked('sessionStorage')],
  ['has no room left', full],
] as const) {
  test(`[C10] spa-client, in a browser that ${circumstance}, says so and signs in inside its page`, async ({
    page,
    app,
  }) => {
    await page.addInitScript(script);
    await page.goto(app.url);
    await expect(page.getByText(nothingIsKept)).toBeVisible();

    await signInHere(page, 'Maya');

    await expect(page.getByRole('table', { name: 'Patients' })).toBeVisible();
  });
}

test('[C10] spa-client, that finds a damaged login, drops it and asks to sign in', async ({ page, app }) => {
  await page.goto(`${app.url}/icon.svg`);
  await page.evaluate(() => localStorage.setItem('spa-client:activeLogin', '{"accessToken":'));
  await page.goto(app.url);

  await signInHere(page, 'Maya');

  await expect(page.getByRole('table', { name: 'Patients' })).toBeVisible();
});
