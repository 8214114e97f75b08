import { AxeBuilder } from '@axe-core/playwright';
import { demoAccount, demoIds } from '@auth-patterns/demo-project';
import type { Bundle } from '@medplum/fhirtypes';
import type { Locator, Page } from '@playwright/test';
import { signInHere } from '#person/sign-in-here.ts';
import { signInOnMedplumsPage } from '#person/sign-in-on-medplums-page.ts';
import { ownerSession } from '#record/owner-session.ts';
import { tokenCalls } from '#record/token-calls.ts';
import { expect, test } from '#story/test.ts';

const { sam, lena } = demoIds.patients;

test('spa-client [C11], when an EHR opens it for a patient, gets that patient and what was granted, and no more', async ({
  page,
  app,
  tenant,
}) => {
  const ehr = await openEhr(page, app.url, sam);
  await page.getByLabel('Which encounter is open').selectOption({ index: 1 });
  const launched = await launchFromEhr(ehr, 'Sam Carter');
  await signInOnMedplumsPage(launched, 'Maya');
  await launched.getByRole('checkbox', { name: 'offline_access' }).uncheck();
  await launched.getByRole('button', { name: 'Allow' }).click();

  await expect(launched.getByRole('region', { name: 'Patient' })).toContainText('Sam Carter');
  await expect(launched).toHaveURL(`${app.url}/smart/app`);
  await expect(launched.getByRole('table', { name: 'Observations' })).toContainText('Heart rate');
  const context = launched.getByRole('table', { name: 'Launch context' });
  await expect(context).toContainText(`Encounter/${demoIds.encounters.sam}`);
  await expect(scopeRow(launched, 'offline_access')).toContainText('not granted');
  await expect(scopeRow(launched, 'patient/*.rs')).toContainText('Observation: read, search');
  await expect.poll(async () => (await tokenCalls(tenant)).length).toBe(2);

  await launched.getByRole('button', { name: 'Search all patients' }).click();
  await expect(launched.getByText('Medplum answered with 1 patient')).toBeVisible();
  await launched.getByLabel('Id of another patient').fill(lena);
  await launched.getByRole('button', { name: 'Read this patient' }).click();
  await expect(launched.getByRole('alert')).toContainText('There is no such Patient for you');
  await launched.getByRole('button', { name: 'Add an observation' }).click();
  await expect(launched.getByRole('alert')).toContainText('None of the granted scopes lets it create Observation');
  await expect(launched.getByRole('alert')).toContainText('Your own access policy would');
  expect(await observationsOf(tenant.baseUrl, sam, 70)).toBe(0);
});

test('spa-client [C11], when its launched app is signed out, stays signed in itself', async ({ page, app }) => {
  const launched = await launchFromEhr(await openEhr(page, app.url, sam), 'Sam Carter');
  await signInOnMedplumsPage(launched, 'Maya');
  await launched.getByRole('button', { name: 'Allow' }).click();
  await launched.getByRole('button', { name: 'Sign out of this app' }).click();

  await expect(launched.getByRole('heading', { name: 'You are signed out of the SMART app' })).toBeVisible();
  await page.goto(`${app.url}/patients/${lena}`);
  await expect(page.getByRole('heading', { name: 'Lena Novak' })).toBeVisible();
});

test('spa-client [C11], when a launched app is reloaded, is about the same patient', async ({ page, app }) => {
  const launched = await launchFromEhr(await openEhr(page, app.url, sam), 'Sam Carter');
  await signInOnMedplumsPage(launched, 'Maya');
  await launched.getByRole('button', { name: 'Allow' }).click();
  await expect(launched.getByRole('region', { name: 'Patient' })).toContainText('Sam Carter');

  await launched.reload();

  await expect(launched.getByRole('region', { name: 'Patient' })).toContainText('Sam Carter');
});

for (const undefended of [false, true]) {
  test.describe(undefended ? 'without prompt=login' : 'with prompt=login', () => {
    test.use({ undefended });

    test(`spa-client [C11], when a second launch is for another patient, shows ${undefended ? 'the first one' : 'that one'}`, async ({
      page,
      app,
    }) => {
      const ehr = await openEhr(page, app.url, sam);
      const first = await launchFromEhr(ehr, 'Sam Carter');
      await signInOnMedplumsPage(first, 'Maya');
      await first.getByRole('button', { name: 'Allow' }).click();
      await expect(first.getByRole('region', { name: 'Patient' })).toContainText('Sam Carter');

      await page.getByLabel('Whose chart is open').selectOption('Lena Novak');
      const second = await launchFromEhr(ehr, 'Lena Novak');
      if (!undefended) {
        await signInOnMedplumsPage(second, 'Maya');
      }
      await second.getByRole('button', { name: 'Allow' }).click();

      const banner = second.getByRole('region', { name: 'Patient' });
      await expect(banner).toContainText(undefended ? 'Sam Carter' : 'Lena Novak');
    });
  });
}

test('spa-client [C11], when a patient starts it standalone, is about that patient', async ({ page, app }) => {
  await page.goto(`${app.url}/smart`);
  await page.getByRole('checkbox', { name: 'patient/Observation.rs' }).uncheck();
  await page.getByRole('button', { name: 'Start with Medplum' }).click();
  await signInOnMedplumsPage(page, 'Sam');
  await page.getByRole('button', { name: 'Allow' }).click();

  await expect(page.getByRole('region', { name: 'Patient', exact: true })).toContainText('Sam Carter');
  await expect(page.getByRole('alert')).toContainText('None of the granted scopes lets it search Observation');
});

test('spa-client [C11], when a practitioner starts it standalone, says that no patient came', async ({ page, app }) => {
  await page.goto(`${app.url}/smart`);
  await page.getByRole('button', { name: 'Start with Medplum' }).click();
  await signInOnMedplumsPage(page, 'Maya');
  await page.getByRole('button', { name: 'Allow' }).click();

  await expect(page.getByRole('note').filter({ hasText: 'No patient came with this launch' })).toBeVisible();
});

test('spa-client [C11], when the user denies everything on Medplum’s page, says so', async ({ page, app }) => {
  await page.goto(`${app.url}/smart`);
  await page.getByRole('button', { name: 'Start with Medplum' }).click();
  await signInOnMedplumsPage(page, 'Sam');
  await page.getByRole('button', { name: 'Deny' }).click();

  await expect(page.getByRole('heading', { name: 'The sign-in was cancelled' })).toBeVisible();
});

test('spa-client [C11], when a link forges iss, asks nobody and says why', async ({ page, app }) => {
  const asked: string[] = [];
  page.on('request', (request) => asked.push(new URL(request.url()).origin));
  const link = new URLSearchParams({ iss: 'https://evil.example/fhir/R4', launch: 'l-1' });
  await page.goto(`${app.url}/smart/launch?${link}`);

  await expect(page.getByRole('heading', { name: 'This link is for another server' })).toBeVisible();
  expect([...new Set(asked)]).toEqual([new URL(app.url).origin]);
});

test('spa-client [C11], when aud is changed on the way, is refused by Medplum and says so', async ({ page, app }) => {
  await changeAuthorizationRequest(page, (query) => query.set('aud', 'https://evil.example/fhir/R4'));
  await page.goto(`${app.url}/smart`);
  await page.getByRole('button', { name: 'Start with Medplum' }).click();

  await expect(page.getByRole('heading', { name: 'Medplum did not accept the request' })).toBeVisible();
  await page.getByText('What the server answered').click();
  await expect(page.getByText(/Invalid audience/).first()).toBeVisible();
});

test('spa-client [C11], always sends aud, since Medplum does not miss it', async ({ page, app }) => {
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

test('spa-client [C11] [B4], when a callback brings a foreign state, sends no token request', async ({
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

test('spa-client [C11], when a link has an unknown launch, says so and gives no token', async ({
  page,
  app,
  tenant,
}) => {
  await page.goto(launchUrl(app.url, tenant.baseUrl, '00000000-0000-4000-8000-00000000dead'));

  await expect(page.getByRole('heading', { name: 'Medplum does not know this launch' })).toBeVisible();
  expect(await tokenCalls(tenant)).toEqual([]);
});

test('spa-client [C11], when a patient opens a launch for another one, shows nothing of the other', async ({
  page,
  app,
  tenant,
}) => {
  const maya = await tenant.makeSession({ user: demoAccount('Maya').email, client: demoIds.clients.spaClient });
  const created = await page.request.post(`${tenant.baseUrl}fhir/R4/SmartAppLaunch`, {
    headers: { authorization: `Bearer ${maya.accessToken}`, 'content-type': 'application/fhir+json' },
    data: { resourceType: 'SmartAppLaunch', patient: { reference: `Patient/${lena}` } },
  });
  const { id } = (await created.json()) as { id: string };
  await page.goto(launchUrl(app.url, tenant.baseUrl, id));
  await signInOnMedplumsPage(page, 'Sam');
  await page.getByRole('button', { name: 'Allow' }).click();
  await expect(page.getByRole('heading', { name: 'The launched app' })).toBeVisible();
  await page.getByLabel('Id of another patient').fill(lena);
  await page.getByRole('button', { name: 'Read this patient' }).click();

  await expect(page.getByRole('alert').filter({ hasText: 'no such Patient' }).last()).toBeVisible();
  await expect(page.getByText('Lena Novak')).toHaveCount(0);
  await expect(page.getByText('None that this app may see.')).toBeVisible();
});

test('EHR page [C11], when a patient tries to launch an app, explains the refusal', async ({ page, app }) => {
  await page.goto(`${app.url}/ehr`);
  await signInHere(page, 'Sam');
  await page.getByRole('button', { name: 'Make a launch for this patient' }).click();

  await expect(page.getByRole('alert')).toContainText('It has no entry for SmartAppLaunch');
});

for (const { device, width, colorScheme } of [
  { device: 'desktop', width: 1280, colorScheme: 'light' },
  { device: 'desktop', width: 1280, colorScheme: 'dark' },
  { device: 'phone', width: 390, colorScheme: 'light' },
  { device: 'phone', width: 390, colorScheme: 'dark' },
] as const) {
  test(`SMART pages [C11], at ${device} width in ${colorScheme}, have nothing that axe objects to and do not scroll sideways`, async ({
    page,
    app,
  }) => {
    const look = async (shown: Page, name: string): Promise<void> =>
      looksGood(shown, `${name}-${device}-${colorScheme}`);
    await page.setViewportSize({ width, height: 900 });
    await page.emulateMedia({ colorScheme });
    await page.goto(`${app.url}/smart`);
    await expect(page.getByRole('heading', { name: 'SMART App Launch' })).toBeVisible();
    await look(page, 'smart-standalone');
    await page.goto(`${app.url}/smart/launch?iss=https%3A%2F%2Fevil.example&launch=1`);
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    await look(page, 'smart-forged-iss');
    const ehr = await openEhr(page, app.url, sam);
    const launched = await launchFromEhr(ehr, 'Sam Carter');
    await look(page, 'smart-ehr');
    await launched.setViewportSize({ width, height: 900 });
    await launched.emulateMedia({ colorScheme });
    await signInOnMedplumsPage(launched, 'Maya');
    await launched.getByRole('button', { name: 'Allow' }).click();
    await expect(launched.getByRole('table', { name: 'Observations' })).toBeVisible();
    await launched.getByRole('button', { name: 'Add an observation' }).click();
    await expect(launched.getByRole('alert')).toBeVisible();
    await look(launched, 'smart-launched');
  });
}

/** The EHR page, with a patient's chart open. */
async function openEhr(page: Page, appUrl: string, patientId: string): Promise<Page> {
  await page.goto(`${appUrl}/ehr?patient=${patientId}`);
  await signInHere(page, 'Maya');
  await expect(page.getByLabel('Whose chart is open')).toBeVisible();
  return page;
}

/** Makes a launch and follows its link into a new tab. */
async function launchFromEhr(ehr: Page, patient: string): Promise<Page> {
  await ehr.getByRole('button', { name: 'Make a launch for this patient' }).click();
  const opened = ehr.context().waitForEvent('page');
  await ehr.getByRole('link', { name: `Open the app for ${patient} in a new tab` }).click();
  return opened;
}

function launchUrl(appUrl: string, baseUrl: string, launch: string): string {
  return `${appUrl}/smart/launch?${new URLSearchParams({ iss: `${baseUrl}fhir/R4`, launch })}`;
}

function scopeRow(page: Page, scope: string): Locator {
  return page.getByRole('table', { name: 'Scopes' }).getByRole('row').filter({ hasText: scope });
}

async function changeAuthorizationRequest(page: Page, change: (query: URLSearchParams) => void): Promise<void> {
  await page.route(/\/oauth2\/authorize\?/, async (route) => {
    const url = new URL(route.request().url());
    change(url.searchParams);
    await route.fulfill({ status: 302, headers: { location: url.href } });
  });
}

async function observationsOf(baseUrl: string, patientId: string, value: number): Promise<number | undefined> {
  const owner = await ownerSession(baseUrl);
  const query = `Observation?subject=Patient/${patientId}&value-quantity=${value}&_total=accurate`;
  return (await owner.read<Bundle>(query)).total;
}

async function looksGood(page: Page, name: string): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  const isTooWide = await page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth);
  await page.screenshot({ path: test.info().outputPath(`${name}.png`), fullPage: true });

  expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
  expect(isTooWide).toBe(false);
}
