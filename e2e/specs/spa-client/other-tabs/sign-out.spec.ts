import { demoIds } from '@auth-patterns/demo-project';
import { expect, test } from '#story/test.ts';

const theo = `/patients/${demoIds.patients.theo}`;

test('[C10] spa-client, when a user signs out in one tab, leads the other to the sign-in page and says why', async ({
  context,
  page,
  app,
}) => {
  await app.openSignedIn(page, 'Maya', theo);
  await expect(page.getByRole('heading', { name: 'Theo Okafor' })).toBeVisible();
  const second = await context.newPage();
  await second.goto(app.url + theo);
  await expect(second.getByRole('heading', { name: 'Theo Okafor' })).toBeVisible();

  await page.getByRole('button', { name: 'Sign out' }).click();

  await expect(page.getByText('Medplum has revoked the session.')).toBeVisible();
  await expect(second.getByText('because you signed out in another tab')).toBeVisible();
  await expect(second).toHaveURL(`${app.url}/sign-in`);
  await expect(second.getByText('Theo Okafor')).toHaveCount(0);
});
