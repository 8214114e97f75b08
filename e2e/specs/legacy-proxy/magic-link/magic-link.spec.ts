import { signInToLegacyProxy } from '#person/sign-in-to-legacy-proxy.ts';
import { expect, test } from '#story/test.ts';

test('[S8] legacy-proxy, for a user who follows a magic link, leads to the other app and names no code', async ({
  page,
  house,
}) => {
  await signInToLegacyProxy(page, `${house.urls.legacyProxy}/magic-link`);
  const asked = page.waitForRequest((request) => request.url().startsWith(`${house.urls.spaClient}/magic-link`));

  await page.getByRole('button', { name: 'Make a link and follow it' }).click();

  // The code is in the fragment, which goes to no server.
  expect((await asked).url()).not.toMatch(/[\da-f]{64}/);
});
