import type { Page } from '@playwright/test';

/** Stands between the browser and Medplum's authorization endpoint, as an extension of the browser can. */
export async function changeAuthorizationRequest(page: Page, change: (query: URLSearchParams) => void): Promise<void> {
  await page.route(/\/oauth2\/authorize\?/, async (route) => {
    const url = new URL(route.request().url());
    change(url.searchParams);
    await route.fulfill({ status: 302, headers: { location: url.href } });
  });
}
