import { catchCallback } from '#attacker/catch-callback.ts';
import { watchCodes } from '#attacker/watch-codes.ts';
import { signInByRedirect } from '#person/sign-in-by-redirect.ts';
import { expect, test } from '#story/test.ts';

// Mix-up (RFC 9207): the app believes to be back from one server, and is back from another. It would send the code of
// the honest one to the other. `iss` in the answer says whose code it is.

for (const undefended of [false, true]) {
  const who = undefended ? 'undefended twin' : 'spa-client';
  const sends = undefended ? 'sends the code to Medplum' : 'sends the code to nobody and says why';

  test.describe(who, () => {
    test.use({ undefended });

    test(`[B5] ${who}, when it is back from Medplum with an answer that names another server, ${sends}`, async ({
      page,
      app,
    }) => {
      const sent = watchCodes(page);
      const { url, code } = await catchCallback(page, app, async () => signInByRedirect(page, app, 'Maya'));

      await page.goto(`${url}&iss=${encodeURIComponent('https://other.example')}`);

      if (undefended) {
        await expect(page.getByRole('table', { name: 'Patients' })).toBeVisible();
      } else {
        await expect(page.getByRole('heading', { name: 'This answer comes from somebody else' })).toBeVisible();
      }
      expect(sent()).toEqual(undefended ? [code] : []);
    });
  });
}
