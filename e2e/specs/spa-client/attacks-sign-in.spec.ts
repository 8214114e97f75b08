import { demoAccount, demoIds } from '@auth-patterns/demo-project';
import type { ControlClient } from '@auth-patterns/mock-medplum/control';
import type { Page } from '@playwright/test';
import { challengeOf } from '#attacker/challenge-of.ts';
import type { App } from '#clinic/clinic-test.ts';
import { loginCode } from '#record/login-code.ts';
import { tokenCalls } from '#record/token-calls.ts';
import { expect, test } from '#story/test.ts';
import { knownValues } from '#undefended/known-values.ts';

// Login CSRF: the user is to work in the attacker's account, and to leave there what is meant for their own.

const ways = [
  { way: 'Medplum', button: 'Continue with Medplum' },
  // Medplum sends no state back after an identity provider: code verifier and nonce have to do.
  { way: 'an identity provider', button: 'Continue with Riverside ID' },
] as const;

test.describe('spa-client', () => {
  for (const [what, state] of [
    ['a state of somebody else', 'attacker'],
    ['no state', undefined],
  ] as const) {
    test(`[B4] spa-client, when a link brings another’s code with ${what}, sends no token request`, async ({
      page,
      app,
      tenant,
    }) => {
      const code = await codeOfLena(tenant, knownValues.codeVerifier);
      await leaveFor(page, app, ways[0].button);
      await bringBack(page, app, { code, ...(state && { state }) });

      await expect(page.getByRole('heading', { name: 'This answer does not belong to your sign-in' })).toBeVisible();
      expect(await tokenCalls(tenant)).toEqual([]);
    });
  }

  test('[B4] spa-client, when a link brings another’s code from an identity provider, gets no tokens for it', async ({
    page,
    app,
    tenant,
  }) => {
    const code = await codeOfLena(tenant, knownValues.codeVerifier);
    await leaveFor(page, app, ways[1].button);
    await bringBack(page, app, { code });

    await expect(page.getByRole('heading', { name: 'Medplum did not accept the code' })).toBeVisible();
    await expect.poll(async () => tokenCalls(tenant)).toMatchObject([{ status: 400 }]);
    expect(await keptTokens(page)).toEqual([]);
  });

  for (const { way, button } of ways) {
    test(`[B4] spa-client, when state and verifier with ${way} are known, refuses tokens of another nonce`, async ({
      page,
      app,
      tenant,
    }) => {
      await leaveFor(page, app, button);
      const { codeVerifier, state } = await attemptOf(page, app);
      const code = await codeOfLena(tenant, codeVerifier);
      await bringBack(page, app, { code, ...(way === 'Medplum' && { state }) });

      await expect(page.getByRole('heading', { name: 'The answer could not be trusted' })).toBeVisible();
      await expect.poll(async () => tokenCalls(tenant)).toMatchObject([{ status: 200 }]);
      expect(await keptTokens(page)).toEqual([]);
    });
  }
});

test.describe('undefended twin', () => {
  test.use({ undefended: true });

  for (const { way, button } of ways) {
    test(`[B4] undefended twin, when a link brings another’s code into a sign-in with ${way}, takes it`, async ({
      page,
      app,
      tenant,
    }) => {
      const code = await codeOfLena(tenant, knownValues.codeVerifier);
      await leaveFor(page, app, button);
      await bringBack(page, app, { code, state: 'attacker' });

      await expect(page.getByRole('table', { name: 'Patients' }).getByRole('link')).toHaveText(['Lena Novak']);
      await expect.poll(async () => tokenCalls(tenant)).toMatchObject([{ status: 200 }]);
    });
  }
});

/** The attacker signs in as Lena, as far as a code. The nonce of the user's sign-in they cannot know. */
async function codeOfLena({ baseUrl }: ControlClient, codeVerifier: string): Promise<string> {
  return loginCode(baseUrl, demoAccount('Lena'), {
    clientId: demoIds.clients.spaClient,
    codeChallenge: challengeOf(codeVerifier),
    nonce: 'a-nonce-of-the-attacker',
    scope: 'openid',
  });
}

/** The user begins to sign in. Without windows, even an identity provider asks in this tab. */
async function leaveFor(page: Page, app: App, button: string): Promise<void> {
  await page.addInitScript('window.open = () => null');
  await page.goto(app.url);
  await page.getByRole('button', { name: button }).click();
  await expect(page.getByLabel('Password')).toBeVisible();
}

/** The user clicks the attacker's link. */
async function bringBack(page: Page, app: App, answer: Readonly<Record<string, string>>): Promise<void> {
  await page.goto(`${app.url}/callback?${new URLSearchParams(answer)}`);
}

/** Reads the tab's storage, as nobody but a script of the app's own origin can. */
async function attemptOf(page: Page, app: App): Promise<Readonly<{ codeVerifier: string; state: string }>> {
  await page.goto(`${app.url}/icon.svg`);
  return page.evaluate(() => JSON.parse(sessionStorage.getItem('spa-client:signInAttempt') ?? '{}'));
}

async function keptTokens(page: Page): Promise<readonly string[]> {
  return page.evaluate(() => Object.keys(localStorage));
}
