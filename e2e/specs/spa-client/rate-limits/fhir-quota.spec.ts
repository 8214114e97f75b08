import { expect, test } from '#story/test.ts';

// Enough to open the list and search a little, and no more.
test.use({ tenantWish: { settings: { rateLimits: { fhirQuota: 45 } } } });

test('[C9] spa-client, when the FHIR quota is used up, says until when it has to wait', async ({ page, app }) => {
  await app.openSignedIn(page, 'Maya');
  await expect(page.getByRole('table', { name: 'Patients' })).toBeVisible();
  for (const letter of ['o', 'k', 'a', 'f']) {
    await page.getByLabel('Find by name').press(letter);
  }

  await expect(page.getByRole('alert').filter({ hasText: 'Too many requests' })).toBeVisible();
  await expect(page.getByRole('timer')).toHaveText(/You can try again in \d+ s\./);
});
