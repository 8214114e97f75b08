import type { Page } from '@playwright/test';

/** Clicks what opens a window, and waits for it. */
export async function openWindow(page: Page, button: string): Promise<Page> {
  const opening = page.waitForEvent('popup');
  await page.getByRole('button', { name: button }).click();
  return opening;
}
