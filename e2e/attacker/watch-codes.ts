import type { Page } from '@playwright/test';

/** Returns the codes that a browser sends to token endpoints, whosoever they are. */
export function watchCodes(page: Page): () => readonly (string | null)[] {
  const bodies: string[] = [];
  page.on('request', (request) => {
    if (request.method() === 'POST' && request.url().endsWith('/token')) {
      bodies.push(request.postData() ?? '');
    }
  });
  return () => bodies.map((body) => new URLSearchParams(body).get('code'));
}
