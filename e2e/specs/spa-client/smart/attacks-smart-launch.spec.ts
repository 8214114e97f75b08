import { demoIds } from '@auth-patterns/demo-project';
import type { Page } from '@playwright/test';
import { signInOnMedplumsPage } from '#person/sign-in-on-medplums-page.ts';
import { launchUrl, makeLaunch, patientBanner } from '#record/smart-launches.ts';
import { tokenCalls } from '#record/token-calls.ts';
import { expect, test } from '#story/test.ts';

const { sam, lena } = demoIds.patients;

for (const undefended of [false, true]) {
  test.describe(undefended ? 'without prompt=login' : 'with prompt=login', () => {
    test.use({ undefended });

    test(`[C11] spa-client, when a second launch is for another patient, is about ${undefended ? 'the first one' : 'that one'}`, async ({
      page,
      app,
      tenant,
    }) => {
      await page.goto(launchUrl(app.url, tenant.baseUrl, await makeLaunch(page, tenant, sam)));
      await signInOnMedplumsPage(page, 'Maya');
      await page.getByRole('button', { name: 'Allow' }).click();
      await expect(patientBanner(page)).toContainText('Sam Carter');

      const second = await page.context().newPage();
      await second.goto(launchUrl(app.url, tenant.baseUrl, await makeLaunch(page, tenant, lena)));
      if (!undefended) {
        await signInOnMedplumsPage(second, 'Maya');
      }
      await second.getByRole('button', { name: 'Allow' }).click();

      await expect(patientBanner(second)).toContainText(undefended ? 'Sam Carter' : 'Lena Novak');
    });
  });
}

test('[C11] spa-client, when a link forges iss, asks nobody and says why', async ({ page, app }) => {
  const asked: string[] = [];
  page.on('request', (request) => asked.push(new URL(request.url()).origin));
  const link = new URLSearchParams({ iss: 'https://evil.example/fhir/R4', launch: 'l-1' });
  await page.goto(`${app.url}/smart/launch?${link}`);

  await expect(page.getByRole('heading', { name: 'This link is for another server' })).toBeVisible();
  expect([...new Set(asked)]).toEqual([new URL(app.url).origin]);
});

test('[C11] spa-client, when aud is changed on the way, is refused by Medplum and says so', async ({ page, app }) => {
  await changeAuthorizationRequest(page, (query) => query.set('aud', 'https://evil.example/fhir/R4'));
  await page.goto(`${app.url}/smart`);
  await page.getByRole('button', { name: 'Start with Medplum' }).click();

  await expect(page.getByRole('heading', { name: 'Medplum did not accept the request' })).toBeVisible();
  await page.getByText('What the server answered').click();
  await expect(page.getByText(/Invalid audience/).first()).toBeVisible();
});

test('[C11] spa-client, always sends aud, since Medplum does not miss it', async ({ page, app }) => {
  const audiences: (string | null)[] = [];
  await changeAuthorizationRequest(page, (query) => {
    audiences.push(query.get('aud'));
    query.delete('aud');
  });
  await page.goto(`${app.url}/smart`);
  await page.getByRole('button', { name: 'Start with Medplum' }).click();

  await expect(page.getByLabel('Email')).toBeVisible();
  expect(audiences).toEqual([expect.stringMatching(/\/fhir\/R4$/)]);
});

test('[C11] [B4] spa-client, when a callback brings a foreign state, sends no token request', async ({
  page,
  app,
  tenant,
}) => {
  await page.goto(`${app.url}/smart`);
  await page.getByRole('button', { name: 'Start with Medplum' }).click();
  await expect(page.getByLabel('Email')).toBeVisible();

  await page.goto(`${app.url}/smart/callback?code=foreign&state=foreign`);

  await expect(page.getByRole('heading', { name: 'This answer does not belong to your sign-in' })).toBeVisible();
  expect(await tokenCalls(tenant)).toEqual([]);
});

test('[C11] spa-client, when a link has an unknown launch, says so and gives no token', async ({
  page,
  app,
  tenant,
}) => {
  await page.goto(launchUrl(app.url, tenant.baseUrl, '00000000-0000-4000-8000-00000000dead'));

  await expect(page.getByRole('heading', { name: 'Medplum does not know this launch' })).toBeVisible();
  expect(await tokenCalls(tenant)).toEqual([]);
});

test('[C11] spa-client, when a patient opens a launch for another one, shows nothing of the other', async ({
  page,
  app,
  tenant,
}) => {
  await page.goto(launchUrl(app.url, tenant.baseUrl, await makeLaunch(page, tenant, lena)));
  await signInOnMedplumsPage(page, 'Sam');
  await page.getByRole('button', { name: 'Allow' }).click();
  await expect(page.getByRole('heading', { name: 'The launched app' })).toBeVisible();
  await page.getByLabel('Id of another patient').fill(lena);
  await page.getByRole('button', { name: 'Read this patient' }).click();

  await expect(page.getByRole('alert').filter({ hasText: 'no such Patient' }).last()).toBeVisible();
  await expect(page.getByText('Lena Novak')).toHaveCount(0);
  await expect(page.getByText('None that this app may see.')).toBeVisible();
});

async function changeAuthorizationRequest(page: Page, change: (query: URLSearchParams) => void): Promise<void> {
  await page.route(/\/oauth2\/authorize\?/, async (route) => {
    const url = new URL(route.request().url());
    change(url.searchParams);
    await route.fulfill({ status: 302, headers: { location: url.href } });
  });
}
