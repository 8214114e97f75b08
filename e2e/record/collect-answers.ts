import type { Page } from '@playwright/test';

/** Every body that a server sent to a page. */
export type CollectedAnswers = Readonly<{
  /** Addresses whose answer holds a text. */
  holding: (text: string) => readonly string[];
}>;

/** Stands between a page and a server and keeps what the server sends. Call it before the page asks anything. */
export async function collectAnswers(page: Page, baseUrl: string): Promise<CollectedAnswers> {
  const answers: { url: string; body: string }[] = [];
  await page.route(`${baseUrl}**`, async (route) => {
    try {
      const response = await route.fetch({ maxRetries: 3 });
      answers.push({ url: route.request().url(), body: await response.text() });
      await route.fulfill({ response });
    } catch {
      // The page was left meanwhile, or the test is over: nobody waits for it, and the page does not receive it.
    }
  });
  return { holding: (text) => answers.filter(({ body }) => body.includes(text)).map(({ url }) => url) };
}
