import { demoAccount, demoIds } from '@auth-patterns/demo-project';
import type { ControlClient } from '@auth-patterns/mock-medplum/control';
import { expect, type Page } from '@playwright/test';
import type { App } from '#clinic/clinic-test.ts';
import { loginCode } from '#record/login-code.ts';
import { challengeOf } from './challenge-of.ts';

/** Login CSRF: the user is to work in the attacker's account, and to leave there what is meant for their own. */
export const loginCsrf = { codeOfLena, leaveFor, bringBack };

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
