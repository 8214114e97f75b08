import { expect, test } from 'vitest';
import { serveHandlers } from '#test/serve-handlers.ts';
import { wantsPage } from './wants-page.ts';

test.each([
  ['text/html,application/xhtml+xml,*/*;q=0.8', true],
  ['text/html', true],
  ['*/*', false],
  ['application/fhir+json', false],
  ['application/fhir+json, text/html;q=0.9', false],
  ['application/json', false],
  ['application/json, text/html;q=0.9', false],
  ['image/png', false],
])('[S4] request that accepts %s, wants a page: %s', async (accept, wanted) => {
  const url = await serveHandlers([(request, response) => void response.json(wantsPage(request))]);

  expect(await (await fetch(url, { headers: { accept } })).json()).toBe(wanted);
});
