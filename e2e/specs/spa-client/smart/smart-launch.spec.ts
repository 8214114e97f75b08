import { demoAccount, demoIds } from '@auth-patterns/demo-project';
import type { Bundle } from '@medplum/fhirtypes';
import type { Locator, Page } from '@playwright/test';
import { expectGoodLooks } from '#look/expect-good-looks.ts';
import { launchFromEhr, openEhr } from '#person/launch-from-ehr.ts';
import { signInOnMedplumsPage } from '#person/sign-in-on-medplums-page.ts';
import { watchSignIn } from '#record/expect-no-leaks.ts';
import { ownerSession } from '#record/owner-session.ts';
import { patientBanner } from '#record/smart-launches.ts';
import { tokenCalls } from '#record/token-calls.ts';
import { expect, test } from '#story/test.ts';

const { sam, lena } = demoIds.patients;

test('[C11] spa-client, opened by an EHR for a patient, gets that patient and what was granted alone', async ({
  page,
  app,
  tenant,
}) => {
  const ehr = await openEhr(page, app, sam);
  await page.getByLabel('Which encounter is open').selectOption({ index: 1 });
  await expectGoodLooks(page, 'smart-ehr');
  const launched = await launchFromEhr(ehr, 'Sam Carter');
  await signInOnMedplumsPage(launched, 'Maya');
  await launched.getByRole('checkbox', { name: 'offline_access' }).uncheck();
  await launched.getByRole('button', { name: 'Allow' }).click();

  await expect(patientBanner(launched)).toContainText('Sam Carter');
  await expect(launched).toHaveURL(`${app.url}/smart/app`);
  await expect(launched.getByRole('table', { name: 'Observations' })).toContainText('Heart rate');
  const context = launched.getByRole('table', { name: 'Launch context' });
  await expect(context).toContainText(`Encounter/${demoIds.encounters.sam}`);
  await expect(scopeRow(launched, 'offline_access')).toContainText('not granted');
  await expect(scopeRow(launched, 'patient/*.rs')).toContainText('Observation: read, search');
  await expect.poll(async () => (await tokenCalls(tenant)).length).toBe(1);

  await launched.getByRole('button', { name: 'Search all patients' }).click();
  await expect(launched.getByText('Medplum answered with 1 patient')).toBeVisible();
  await launched.getByLabel('Id of another patient').fill(lena);
  await launched.getByRole('button', { name: 'Read this patient' }).click();
  await expect(launched.getByRole('alert')).toContainText('There is no such record for you');
  await launched.getByRole('button', { name: 'Add an observation' }).click();
  await expect(launched.getByRole('alert')).toContainText('None of the granted scopes lets it create Observation');
  await expect(launched.getByRole('alert')).toContainText('what scopes and access policy both allow');
  await expectGoodLooks(launched, 'smart-launched');
  expect(await observationsOf(tenant.baseUrl, sam, 70)).toBe(0);
});

test('[C11] [B9] spa-client, when a patient starts it standalone, is about that patient and leaks nothing', async ({
  page,
  context,
  app,
  tenant,
}) => {
  const expectNoLeaks = await watchSignIn(context, tenant.baseUrl);
  await page.goto(`${app.url}/smart`);
  await page.getByRole('checkbox', { name: 'patient/Observation.rs' }).uncheck();
  await expectGoodLooks(page, 'smart-standalone');
  await page.getByRole('button', { name: 'Start with Medplum' }).click();
  await signInOnMedplumsPage(page, 'Sam');
  await page.getByRole('button', { name: 'Allow' }).click();

  await expect(patientBanner(page)).toContainText('Sam Carter');
  await expect(page.getByRole('alert')).toContainText('None of the granted scopes lets it search Observation');
  const { password } = demoAccount('Sam');
  await expectNoLeaks(page, { app, callback: '/smart/callback', password, tokens: /^sessionStorage .* of / });
});

function scopeRow(page: Page, scope: string): Locator {
  return page.getByRole('table', { name: 'Scopes' }).getByRole('row').filter({ hasText: scope });
}

async function observationsOf(baseUrl: string, patientId: string, value: number): Promise<number | undefined> {
  const owner = await ownerSession(baseUrl);
  const query = `Observation?subject=Patient/${patientId}&value-quantity=${value}&_total=accurate`;
  return (await owner.read<Bundle>(query)).total;
}
