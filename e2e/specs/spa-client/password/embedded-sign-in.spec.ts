import { demoAccount } from '@auth-patterns/demo-project';
import { expectGoodLooks } from '#look/expect-good-looks.ts';
import { watchSignIn } from '#record/expect-no-leaks.ts';
import { expect, test } from '#story/test.ts';
import { signInHere } from './sign-in-here.ts';

test('[C2] [B9] spa-client, when somebody has two profiles, asks for one and leaks no password', async ({
  page,
  context,
  app,
  tenant,
}) => {
  const expectNoLeaks = await watchSignIn(context, tenant.baseUrl);
  await page.goto(app.url);
  await expectGoodLooks(page, 'sign-in');
  await signInHere(page, 'Noor');
  await page.getByRole('button', { name: /Patient at / }).click();

  await expect(page.getByRole('table', { name: 'Patients' }).getByRole('link')).toHaveText(['Noor Haddad']);
  await expectNoLeaks(page, { app, password: demoAccount('Noor').password });
});
