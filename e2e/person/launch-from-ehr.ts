import { expect, type Page } from '@playwright/test';
import type { App } from '#clinic/clinic-test.ts';

/** The EHR page, with a patient's chart open. */
export async function openEhr(page: Page, app: App, patientId: string): Promise<Page> {
  await app.openSignedIn(page, 'Maya', `/ehr?patient=${patientId}`);
  await expect(page.getByLabel('Whose chart is open')).toBeVisible();
  return page;
}

/** Makes a launch and follows its link into a new tab. */
export async function launchFromEhr(ehr: Page, patient: string): Promise<Page> {
  await ehr.getByRole('button', { name: 'Make a launch for this patient' }).click();
  const opened = ehr.context().waitForEvent('page');
  await ehr.getByRole('link', { name: `Open the app for ${patient} in a new tab` }).click();
  return opened;
}
