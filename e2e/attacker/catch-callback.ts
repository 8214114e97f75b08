import type { Page } from '@playwright/test';
import type { App } from '#clinic/clinic-test.ts';

/** The address to which Medplum sends the browser back, read on the way. */
export type Callback = Readonly<{ url: string; code: string }>;

/** Stops the browser on its way back from Medplum's page, so that the attacker has the code before the app has. */
export async function catchCallback(page: Page, app: App, signIn: () => Promise<void>): Promise<Callback> {
  const pattern = `${app.url}/callback?*`;
  const caught = Promise.withResolvers<string>();
  await page.route(pattern, async (route) => {
    caught.resolve(route.request().url());
    // No content: the browser stays where it is.
    await route.fulfill({ status: 204 });
  });
  await signIn();
  const url = await caught.promise;
  await page.unroute(pattern);
  return { url, code: new URL(url).searchParams.get('code') ?? '' };
}
