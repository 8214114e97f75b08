import { demoIds } from '@auth-patterns/demo-project';
import type { Page } from '@playwright/test';
import { expectGoodLooks } from '#look/expect-good-looks.ts';
import { signInAtIdp } from '#person/sign-in-at-idp.ts';
import { leakWatch } from '#record/leak-watch.ts';
import { tokenCalls } from '#record/token-calls.ts';
import { expect, test } from '#story/test.ts';

const grantType = 'urn:ietf:params:oauth:grant-type:token-exchange';

async function signInThere(page: Page, appUrl: string, firstName: string): Promise<void> {
  await page.goto(`${appUrl}/token-exchange`);
  await page.getByRole('button', { name: 'Continue with Riverside ID' }).click();
  await signInAtIdp(page, firstName);
  await expect(page.getByRole('article', { name: 'From Riverside ID' })).toBeVisible();
}

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

test('[C6] spa-client, when the page is reloaded before the exchange, has no token any more', async ({ page, app }) => {
  await signInThere(page, app.url, 'Maya');

  await page.reload();

  await expect(page.getByRole('button', { name: 'Continue with Riverside ID' })).toBeVisible();
  await expect(page.getByRole('article')).toHaveCount(0);
});

test('[C6] spa-client, when a person has two profiles, gets the first, or the one that was entered', async ({
  page,
  app,
}) => {
  await signInThere(page, app.url, 'Noor');
  await exchange(page);
  await expect(page.getByText(`Practitioner/${demoIds.practitioners.noor}`, { exact: true })).toBeVisible();
  await page.getByRole('button', { name: 'Throw it away' }).click();
  await expect(page.getByText('Medplum has ended the session')).toBeVisible();

  await page.getByRole('button', { name: 'Continue with Riverside ID' }).click();
  await page.getByLabel('Membership (optional)').fill(demoIds.memberships.noorAsPatient);
  await exchange(page);

  await expect(page.getByText(`Patient/${demoIds.patients.noor}`, { exact: true })).toBeVisible();
  await page.getByRole('button', { name: 'Use it: open the app' }).click();
  await expect(page.getByRole('table', { name: 'Patients' }).getByRole('link')).toHaveText(['Noor Haddad']);
});

test('[C6] spa-client, when the membership is of somebody else, says so, and goes on without it', async ({
  page,
  app,
}) => {
  await signInThere(page, app.url, 'Maya');
  await page.getByLabel('Membership (optional)').fill(demoIds.memberships.sam);
  await exchange(page);
  await expect(page.getByRole('alert')).toContainText('That membership is not yours');

  await page.getByLabel('Membership (optional)').clear();
  await exchange(page);

  await expect(page.getByRole('article', { name: 'From Medplum' })).toBeVisible();
});

test('[C6] spa-client, when Medplum does not know the person, says so, and lets her be somebody else there', async ({
  page,
  app,
}) => {
  await signInThere(page, app.url, 'Nina');
  await exchange(page);
  await expect(page.getByRole('alert')).toContainText('Medplum does not know you');

  await page.getByRole('button', { name: 'Throw it away' }).click();
  await page.getByRole('button', { name: 'use another account there' }).click();
  await signInAtIdp(page, 'Maya');
  await exchange(page);

  await expect(page.getByText(`Practitioner/${demoIds.practitioners.maya}`, { exact: true })).toBeVisible();
});

test('[C6] spa-client, when the person cancels at the provider, comes back to the app, which says so', async ({
  page,
  app,
  tenant,
}) => {
  await page.goto(`${app.url}/token-exchange`);
  await page.getByRole('button', { name: 'Continue with Riverside ID' }).click();
  await page.getByRole('button', { name: 'Cancel' }).click();

  await expect(page.getByRole('heading', { name: 'You cancelled at the identity provider' })).toBeVisible();
  await expectGoodLooks(page, 'exchange-cancelled');
  expect(await tokenCalls(tenant)).toEqual([]);
  await page.getByRole('link', { name: 'Start the token exchange again' }).click();
  await expect(page.getByRole('button', { name: 'Continue with Riverside ID' })).toBeVisible();
});

test('[C6] spa-client, when the provider goes down during the sign-in, says so', async ({ page, app, idp }) => {
  page.on('request', (request) => {
    if (request.url().startsWith(`${app.url}/token-exchange/callback?`)) {
      idp.setDown(true);
    }
  });
  await page.goto(`${app.url}/token-exchange`);
  await page.getByRole('button', { name: 'Continue with Riverside ID' }).click();
  await signInAtIdp(page, 'Maya');

  await expect(page.getByRole('heading', { name: 'The identity provider does not answer' })).toBeVisible();
  expect(page.url()).not.toContain('code=');
});

test('[C6] spa-client, when Medplum cannot ask the provider, says so and keeps the token for another try', async ({
  page,
  app,
  idp,
}) => {
  await signInThere(page, app.url, 'Maya');
  idp.setDown(true);
  await exchange(page);
  await expect(page.getByRole('alert')).toContainText('Medplum could not make sure of this token');

  idp.setDown(false);
  await exchange(page);

  await expect(page.getByRole('article', { name: 'From Medplum' })).toBeVisible();
});

test('[C6] spa-client, when the provider’s token has expired, says so, and gets a new one with a click', async ({
  page,
  app,
}) => {
  const now = Date.now;
  await signInThere(page, app.url, 'Maya');
  await page.clock.setFixedTime(now() + 3_700_000);
  try {
    // The provider lives in this process and reads its clock.
    Date.now = () => now() + 3_700_000;
    await exchange(page);
    await expect(page.getByRole('alert')).toContainText('The identity provider’s token has expired');
  } finally {
    Date.now = now;
    await page.clock.setFixedTime(now());
  }

  await page.getByRole('button', { name: 'Sign in at Riverside ID again' }).click();

  await expect(page).toHaveURL(/\/token-exchange$/);
  await expect(page.getByRole('article', { name: 'From Riverside ID' })).toBeVisible();
});

test.describe('client without an identity provider', () => {
  test.use({ appSettings: { [demoIds.clients.spaClient]: demoIds.clients.deviceAgent } });

  test('[C6] spa-client, when its client knows no provider, says what is to be set up', async ({ page, app }) => {
    await signInThere(page, app.url, 'Maya');
    await exchange(page);

    await expect(page.getByRole('alert')).toContainText('Token exchange is not set up');
  });
});

test('[B5] spa-client, when a provider’s answer is taken to Medplum’s callback, sends its code nowhere', async ({
  page,
  app,
  idp,
  tenant,
}) => {
  const asked: string[] = [];
  page.on('request', (request) => asked.push(request.url()));
  await page.route(`${idp.issuer}/authorize?*`, async (route) => {
    const state = new URL(route.request().url()).searchParams.get('state') ?? '';
    const answer = new URLSearchParams({ code: 'of-the-provider', state, iss: idp.issuer });
    await route.fulfill({ status: 302, headers: { location: `${app.url}/callback?${answer}` } });
  });
  await page.goto(`${app.url}/token-exchange`);
  await page.getByRole('button', { name: 'Continue with Riverside ID' }).click();

  await expect(page.getByRole('heading', { name: 'No sign-in was under way here' })).toBeVisible();
  expect(asked).not.toContain(`${idp.issuer}/token`);
  expect(await tokenCalls(tenant)).toEqual([]);
});

for (const [what, iss, heading] of [
  ['names another issuer', 'https://evil.example', 'This answer comes from somebody else'],
  ['names no issuer', undefined, 'This answer does not say where it comes from'],
] as const) {
  test(`[B5] spa-client, when an answer at the callback for the provider ${what}, sends its code nowhere`, async ({
    page,
    app,
    idp,
    tenant,
  }) => {
    const asked: string[] = [];
    page.on('request', (request) => asked.push(request.url()));
    await page.route(`${idp.issuer}/authorize?*`, async (route) => {
      const state = new URL(route.request().url()).searchParams.get('state') ?? '';
      const answer = new URLSearchParams({ code: 'of-somebody-else', state, ...(iss && { iss }) });
      const location = `${app.url}/token-exchange/callback?${answer}`;
      await route.fulfill({ status: 302, headers: { location } });
    });
    await page.goto(`${app.url}/token-exchange`);
    await page.getByRole('button', { name: 'Continue with Riverside ID' }).click();

    await expect(page.getByRole('heading', { name: heading })).toBeVisible();
    expect(asked).not.toContain(`${idp.issuer}/token`);
    expect(await tokenCalls(tenant)).toEqual([]);
  });
}
