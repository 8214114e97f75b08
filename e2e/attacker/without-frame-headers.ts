import type { Page } from '@playwright/test';

const frameHeaders = new Set(['content-security-policy', 'x-frame-options']);

/** Lets a page of another server through without the headers by which it refuses to be framed. */
export async function withoutFrameHeaders(page: Page, url: string): Promise<void> {
  await page.route(url, async (route) => {
    const response = await route.fetch();
    const kept = Object.entries(response.headers()).filter(([name]) => !frameHeaders.has(name));
    await route.fulfill({ response, headers: Object.fromEntries(kept) });
  });
}
