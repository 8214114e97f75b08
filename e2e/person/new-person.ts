import type { Browser, Page } from '@playwright/test';

/** Opens an address in another browser, in which nobody is signed in. */
export async function newPerson(browser: Browser, url: string): Promise<Page> {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(url);
  return page;
}
