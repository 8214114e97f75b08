import { signInLink } from '#attacker/sign-in-link.ts';
import { openWindow } from '#person/open-window.ts';
import { signInAtIdp } from '#person/sign-in-at-idp.ts';
import { expect, test } from '#story/test.ts';

for (const undefended of [false, true]) {
  const who = undefended ? 'undefended twin' : 'spa-client';

  test.describe(who, () => {
    test.use({ undefended });

    test(`[B6] ${who}, when a link says to go elsewhere after the provider, ${undefended ? 'goes' : 'stays'}`, async ({
      page,
      app,
      attacker,
    }) => {
      await page.goto(signInLink(app, `//${new URL(attacker.url).host}/`));
      await signInAtIdp(await openWindow(page, 'Continue with Riverside ID'), 'Maya');

      if (undefended) {
        await expect(page).toHaveURL(`${attacker.url}/`);
      } else {
        await expect(page.getByRole('table', { name: 'Patients' })).toBeVisible();
        expect(attacker.visits).toEqual([]);
      }
    });
  });
}
