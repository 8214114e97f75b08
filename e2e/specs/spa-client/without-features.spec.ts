import { expect, test } from '#story/test.ts';

// The project "without features" runs the redirect's story and attacks in this app too.
test.use({ withoutFeatures: true });

test('[C1] spa-client, without any feature, offers the redirect and no other way of signing in', async ({
  page,
  app,
}) => {
  await page.goto(app.url);

  await expect(page.getByRole('button', { name: 'Continue with Medplum' })).toBeVisible();
  await expect(page.getByRole('main').getByRole('button')).toHaveCount(1);
  await expect(page.getByRole('main').getByRole('textbox')).toHaveCount(0);
});
