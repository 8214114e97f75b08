import type { Page } from '@playwright/test';
import type { App } from '#clinic/clinic-test.ts';
import { signInOnMedplumsPage } from './sign-in-on-medplums-page.ts';

/** Signs in as spa-client always can: on Medplum's own page. */
export async function signInByRedirect(page: Page, app: App, firstName: string): Promise<void> {
  await page.goto(app.url);
  await page.getByRole('button', { name: 'Continue with Medplum' }).click();
  await signInOnMedplumsPage(page, firstName);
}
