import type { Page } from '@playwright/test';
import { attackerKey, type PublishedKey, readClaims, signAsAttacker } from '#attacker/forge-id-token.ts';
import { signInByRedirect } from '#person/sign-in-by-redirect.ts';
import { expect, test } from '#story/test.ts';

// One forged claim and one forged signature. The other forgeries are in spa-client's src/medplum/sign-in.test.ts and
// id-token-keys.test.ts, which need no browser.

type Forge = (claims: Readonly<Record<string, unknown>>) => string;

const forgeries: readonly (readonly [what: string, forge: Forge])[] = [
  // Signed well, with a key that `jwks.json` lists in this test: what is wrong is the claim alone.
  ['is for another client', (claims) => signAsAttacker({ ...claims, aud: 'another-client' })],
  ['is signed with a key that nobody knows', (claims) => signAsAttacker(claims, 'nobody-knows-this-key')],
];

for (const [what, forge] of forgeries) {
  test(`[B10] spa-client, when the ID token ${what}, keeps no token and says so`, async ({ page, app }) => {
    await standBetween(page, forge);
    await signInByRedirect(page, app, 'Maya');

    await expect(page.getByRole('heading', { name: 'The answer could not be trusted' })).toBeVisible();
    expect(await page.evaluate(() => Object.keys(localStorage))).toEqual([]);
  });

  test.describe('undefended twin', () => {
    test.use({ undefended: true });

    test(`[B10] undefended twin, when the ID token ${what}, signs the user in`, async ({ page, app }) => {
      await standBetween(page, forge);
      await signInByRedirect(page, app, 'Maya');

      await expect(page.getByRole('table', { name: 'Patients' })).toBeVisible();
    });
  });
}

/** Stands between the browser and Medplum: forges the ID token, and lists the attacker's key among Medplum's. */
async function standBetween(page: Page, forge: Forge): Promise<void> {
  await page.route(/\/jwks\.json$/, async (route) => {
    const response = await route.fetch();
    const { keys } = (await response.json()) as { keys: readonly PublishedKey[] };
    await route.fulfill({ response, json: { keys: [...keys, attackerKey] } });
  });
  await page.route(/\/oauth2\/token$/, async (route) => {
    const response = await route.fetch();
    const body = (await response.json()) as { id_token: string };
    await route.fulfill({ response, json: { ...body, id_token: forge(readClaims(body.id_token)) } });
  });
}
