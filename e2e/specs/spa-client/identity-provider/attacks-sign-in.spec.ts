import { loginCsrf } from '#attacker/login-csrf.ts';
import { tokenCalls } from '#record/token-calls.ts';
import { expect, test } from '#story/test.ts';
import { knownValues } from '#undefended/known-values.ts';

// Medplum sends no state back after an identity provider: code verifier and nonce have to do.

const button = 'Continue with Riverside ID';

test('[B4] spa-client, when a link brings another’s code from an identity provider, gets no tokens for it', async ({
  page,
  app,
  tenant,
}) => {
  const code = await loginCsrf.codeOfLena(tenant, knownValues.codeVerifier);
  await loginCsrf.leaveFor(page, app, button);
  await loginCsrf.bringBack(page, app, { code });

  await expect(page.getByRole('heading', { name: 'Medplum did not accept the code' })).toBeVisible();
  await expect.poll(async () => tokenCalls(tenant)).toMatchObject([{ status: 400 }]);
  expect(await page.evaluate(() => Object.keys(localStorage))).toEqual([]);
});

test.describe('undefended twin', () => {
  test.use({ undefended: true });

  test('[B4] undefended twin, when a link brings another’s code from an identity provider, takes it', async ({
    page,
    app,
    tenant,
  }) => {
    const code = await loginCsrf.codeOfLena(tenant, knownValues.codeVerifier);
    await loginCsrf.leaveFor(page, app, button);
    await loginCsrf.bringBack(page, app, { code, state: 'attacker' });

    await expect(page.getByRole('table', { name: 'Patients' }).getByRole('link')).toHaveText(['Lena Novak']);
    await expect.poll(async () => tokenCalls(tenant)).toMatchObject([{ status: 200 }]);
  });
});
