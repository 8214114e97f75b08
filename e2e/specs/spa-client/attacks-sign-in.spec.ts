import type { Page } from '@playwright/test';
import { loginCsrf } from '#attacker/login-csrf.ts';
import type { App } from '#clinic/clinic-test.ts';
import { tokenCalls } from '#record/token-calls.ts';
import { expect, test } from '#story/test.ts';
import { knownValues } from '#undefended/known-values.ts';

const button = 'Continue with Medplum';

test('[B4] spa-client, when a link brings another’s code into a sign-in, sends no token request', async ({
  page,
  app,
  tenant,
}) => {
  const code = await loginCsrf.codeOfLena(tenant, knownValues.codeVerifier);
  await loginCsrf.leaveFor(page, app, button);
  await loginCsrf.bringBack(page, app, { code, state: 'attacker' });

  await expect(page.getByRole('heading', { name: 'This answer does not belong to your sign-in' })).toBeVisible();
  expect(await tokenCalls(tenant)).toEqual([]);
});

test('[B4] spa-client, when state and verifier are known, refuses tokens of another nonce', async ({
  page,
  app,
  tenant,
}) => {
  await loginCsrf.leaveFor(page, app, button);
  const { codeVerifier, state } = await attemptOf(page, app);
  const code = await loginCsrf.codeOfLena(tenant, codeVerifier);
  await loginCsrf.bringBack(page, app, { code, state });

  await expect(page.getByRole('heading', { name: 'The answer could not be trusted' })).toBeVisible();
  await expect.poll(async () => tokenCalls(tenant)).toMatchObject([{ status: 200 }]);
  expect(await page.evaluate(() => Object.keys(localStorage))).toEqual([]);
});

test.describe('undefended twin', () => {
  test.use({ undefended: true });

  test('[B4] undefended twin, when a link brings another’s code into a sign-in, takes it', async ({
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

/** Reads the tab's storage, as nobody but a script of the app's own origin can. */
async function attemptOf(page: Page, app: App): Promise<Readonly<{ codeVerifier: string; state: string }>> {
  await page.goto(`${app.url}/icon.svg`);
  return page.evaluate(() => JSON.parse(sessionStorage.getItem('spa-client:signInAttempt') ?? '{}'));
}
