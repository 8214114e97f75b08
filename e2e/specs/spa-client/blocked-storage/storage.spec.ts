import { signInOnMedplumsPage } from '#person/sign-in-on-medplums-page.ts';
import { expect, test } from '#story/test.ts';

/** As in a sandboxed frame, or where cookies are blocked: even naming the storage throws. */
const blocked =
  "Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('denied', 'SecurityError'); } });";

test('[C10] spa-client, in a browser that blocks localStorage, says so and signs in by redirect, in memory', async ({
  page,
  app,
}) => {
  await page.addInitScript(blocked);
  await page.goto(app.url);
  await expect(page.getByText('This browser keeps nothing for this app')).toBeVisible();

  await page.getByRole('button', { name: 'Continue with Medplum' }).click();
  await signInOnMedplumsPage(page, 'Maya');

  await expect(page.getByRole('table', { name: 'Patients' })).toBeVisible();
  await page.getByRole('button', { name: 'Sign out' }).click();
  await expect(page.getByText('Medplum has revoked the session')).toBeVisible();
});
