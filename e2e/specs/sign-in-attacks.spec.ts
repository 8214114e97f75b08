import { createHash } from 'node:crypto';
import { demoAccount, demoIds } from '@auth-patterns/demo-project';
import type { ControlClient } from '@auth-patterns/mock-medplum/control';
import type { Page } from '@playwright/test';
import type { App } from '#clinic/clinic-test.ts';
import { signInHere } from '#person/sign-in-here.ts';
import { loginCode } from '#record/login-code.ts';
import { tokenCalls } from '#record/token-calls.ts';
import { knownValues } from '#undefended/known-values.ts';
import { expect, test } from '#story/test.ts';

/** Paths that begin as a path does, or not at all, and lead elsewhere. */
const waysOut = (site: string): readonly string[] => [site, site.replace('http:', ''), site.replace('http://', '/\\')];

test.describe('spa-client', () => {
  test('spa-client [B4], when a link brings a code of somebody else into a sign-in, sends no token request and says why', async ({
    page,
    app,
    tenant,
  }) => {
    await bringForeignCode(page, app, tenant);

    await expect(page.getByRole('heading', { name: 'This answer does not belong to your sign-in' })).toBeVisible();
    expect(await tokenCalls(tenant)).toEqual([]);
  });

  test('spa-client [B6], when a link says to go elsewhere after the sign-in, stays', async ({
    page,
    app,
    attacker,
  }) => {
    await page.goto(app.url);
    await signInHere(page, 'Maya');
    await expect(page.getByRole('table', { name: 'Patients' })).toBeVisible();

    for (const returnTo of waysOut(attacker.url)) {
      await page.goto(`${app.url}/sign-in?returnTo=${encodeURIComponent(returnTo)}`);

      await expect(page).toHaveURL(`${app.url}/`);
    }
    expect(attacker.visits).toEqual([]);
  });

  test('spa-client [B11], when another site frames it, shows nothing there', async ({ page, app, attacker }) => {
    attacker.show(`<iframe src="${app.url}"></iframe>`);
    await page.goto(attacker.url);

    await expect.poll(() => page.frames().at(-1)?.url()).toBe('chrome-error://chromewebdata/');
  });
});

test.describe('undefended twin', () => {
  test.use({ undefended: true });

  test('undefended twin [B4], when a link brings a code of somebody else into a sign-in, signs the user in as that person', async ({
    page,
    app,
    tenant,
  }) => {
    await bringForeignCode(page, app, tenant);

    await expect(page.getByRole('table', { name: 'Patients' }).getByRole('link')).toHaveText(['Lena Novak']);
    await expect.poll(async () => tokenCalls(tenant)).toMatchObject([{ status: 200 }]);
  });

  test('undefended twin [B6], when a link says to go elsewhere after the sign-in, goes', async ({
    page,
    app,
    attacker,
  }) => {
    await page.goto(app.url);
    await signInHere(page, 'Maya');
    await expect(page.getByRole('table', { name: 'Patients' })).toBeVisible();

    for (const returnTo of waysOut(attacker.url)) {
      await page.goto(`${app.url}/sign-in?returnTo=${encodeURIComponent(returnTo)}`);

      await expect(page).toHaveURL(`${attacker.url}/`);
    }
  });

  test('undefended twin [B11], when another site frames it, shows its sign-in page there', async ({
    page,
    app,
    attacker,
  }) => {
    attacker.show(`<iframe src="${app.url}"></iframe>`);
    await page.goto(attacker.url);

    await expect(page.frameLocator('iframe').getByRole('heading', { name: 'Sign in', exact: true })).toBeVisible();
  });
});

/** The attacker signs in as Lena, as far as a code, and sends the user a link with it. */
async function bringForeignCode(page: Page, app: App, tenant: ControlClient): Promise<void> {
  const code = await loginCode(tenant.baseUrl, demoAccount('Lena'), {
    clientId: demoIds.clients.spaClient,
    codeChallenge: createHash('sha256').update(knownValues.codeVerifier).digest('base64url'),
    nonce: knownValues.nonce,
    scope: 'openid',
  });
  await page.goto(app.url);
  await page.getByRole('button', { name: 'Continue with Medplum' }).click();
  await expect(page).toHaveURL(new RegExp(`^${tenant.baseUrl}`));
  await page.goto(`${app.url}/callback?code=${code}&state=attacker`);
}
