import { openWindow } from '#person/open-window.ts';
import { watchSignIn } from '#record/expect-no-leaks.ts';
import { expect, test } from '#story/test.ts';

test('[C5] [B9] spa-client, when a patient signs in with Google, shows her alone and leaks nothing', async ({
  page,
  context,
  app,
  tenant,
}) => {
  const expectNoLeaks = await watchSignIn(context, tenant.baseUrl);
  await page.goto(app.url);
  const popup = await openWindow(page, 'Continue with Google (stand-in)');
  await popup.getByRole('button', { name: 'Sam Carter' }).click();

  await expect(page.getByRole('table', { name: 'Patients' }).getByRole('link')).toHaveText(['Sam Carter']);
  await expect.poll(() => popup.isClosed()).toBe(true);
  await expectNoLeaks(page, { app });
});
