import { expect, type Page } from '@playwright/test';
import { signInHere } from './sign-in-here.ts';

/** The EHR page, with a patient's chart open. */
export async function openEhr(page: Page, appUrl: string, patientId: string): Promise<Page> {
  await page.goto(`${appUrl}/ehr?patient=${patientId}`);
  await signInHere(page, 'Maya');
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
