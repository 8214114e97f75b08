import { signInHere } from '#specs/spa-client/password/sign-in-here.ts';
import { expect, test } from '#story/test.ts';

const full =
  "Storage.prototype.setItem = () => { throw new DOMException('The quota has been exceeded.', 'QuotaExceededError'); };";

test('[C10] spa-client, in a browser that has no room left, says so and signs in inside its page', async ({
  page,
  app,
}) => {
  await page.addInitScript(full);
  await page.goto(app.url);
  await expect(page.getByText('This browser keeps nothing for this app')).toBeVisible();

  await signInHere(page, 'Maya');

  await expect(page.getByRole('table', { name: 'Patients' })).toBeVisible();
});
