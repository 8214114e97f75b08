import { demoIds } from '@auth-patterns/demo-project';
import type { Page } from '@playwright/test';
import { expectGoodLooks } from '#look/expect-good-looks.ts';
import { signInAtIdp } from '#person/sign-in-at-idp.ts';
import { leakWatch } from '#record/leak-watch.ts';
import { tokenCalls } from '#record/token-calls.ts';
import { expect, test } from '#story/test.ts';

const grantType = 'urn:ietf:params:oauth:grant-type:token-exchange';

async function exchange(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Exchange it at Medplum' }).click();
}

test('[C6] spa-client, when a practitioner exchanges her token, shows both and uses Medplum’s @story', async ({
  page,
  app,
  idp,
  tenant,
  story,
}) => {
  await story.step(
    'The app is a client of the identity provider. It says what that is for, and what it costs.',
    async () => {
      await page.goto(app.url);
      await page.getByRole('link', { name: 'Exchange the token of an identity provider' }).click();
      await expect(page.getByRole('heading', { name: 'Token exchange' })).toBeVisible();
    },
  );
  await story.step('Maya signs in at the provider, which sends her back to the app and not to Medplum.', async () => {
    await page.getByRole('button', { name: 'Continue with Riverside ID' }).click();
    await signInAtIdp(page, 'Maya');
    await expect(page).toHaveURL(`${app.url}/token-exchange`);
    const card = page.getByRole('article', { name: 'From Riverside ID' });
    await expect(card.getByRole('row', { name: /^Issued by/ })).toContainText(idp.issuer);
    await card.getByText('The ID token, decoded').click();
    await expect(card).toContainText('"email": "maya.rivera@clinic.example"');
    expect(await tokenCalls(tenant)).toEqual([]);
  });
  await story.step('Medplum takes the provider’s token and gives one of its own.', async () => {
    await exchange(page);
    const card = page.getByRole('article', { name: 'From Medplum' });
    await expect(card.getByRole('row', { name: /^Issued by/ })).toContainText(tenant.baseUrl);
    await expect(page.getByText(`Practitioner/${demoIds.practitioners.maya}`, { exact: true })).toBeVisible();
  });
  await story.step('With that one, the app opens.', async () => {
    await page.getByRole('button', { name: 'Use it: open the app' }).click();
    await expect(page.getByRole('table', { name: 'Patients' })).toBeVisible();
    await expect(page.getByRole('banner')).toContainText('Maya Rivera');
  });
  await expect.poll(async () => tokenCalls(tenant)).toEqual([expect.objectContaining({ grantType, status: 200 })]);
});

test('[C6] spa-client, at each step of the exchange, keeps the provider’s token nowhere and looks good', async ({
  page,
  context,
  app,
  idp,
  tenant,
}) => {
  const watch = leakWatch(context, [tenant.baseUrl, idp.issuer]);
  const answered = page.waitForResponse(`${idp.issuer}/token`);
  await page.goto(`${app.url}/token-exchange`);
  await expect(page.getByRole('button', { name: 'Continue with Riverside ID' })).toBeVisible();
  await expectGoodLooks(page, 'exchange-start');
  await page.getByRole('button', { name: 'Continue with Riverside ID' }).click();
  await signInAtIdp(page, 'Maya');
  await expect(page.getByRole('article', { name: 'From Riverside ID' })).toBeVisible();
  const { access_token: token } = (await (await answered).json()) as { access_token: string };

  expect(await watch.find(token)).toEqual([]);
  await expectGoodLooks(page, 'exchange-provider');
  await exchange(page);
  await expect(page.getByRole('article', { name: 'From Medplum' })).toBeVisible();
  await expectGoodLooks(page, 'exchange-both');
  expect(await watch.find(token)).toEqual([]);
  expect(await page.evaluate(() => window.localStorage.length)).toBe(0);
});
