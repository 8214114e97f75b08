import { signInLink } from '#attacker/sign-in-link.ts';
import { signInOnMedplumsPage } from '#person/sign-in-on-medplums-page.ts';
import { expect, test } from '#story/test.ts';

// The link is the app's own, the page after the sign-in the attacker's: it says that the session has ended, and asks for
// the password. The disguises of such an address are in spa-client's src/local-path.test.ts.

for (const undefended of [false, true]) {
  const who = undefended ? 'undefended twin' : 'spa-client';
  const does = undefended ? 'goes' : 'stays';

  test.describe(who, () => {
    test.use({ undefended });

    test(`[B6] ${who}, when a link says to go elsewhere after a sign-in by redirect, ${does}`, async ({
      page,
      app,
      attacker,
    }) => {
      await page.goto(signInLink(app, `//${new URL(attacker.url).host}/`));
      await page.getByRole('button', { name: 'Continue with Medplum' }).click();
      await signInOnMedplumsPage(page, 'Maya');

      if (undefended) {
        await expect(page).toHaveURL(`${attacker.url}/`);
      } else {
        await expect(page.getByRole('table', { name: 'Patients' })).toBeVisible();
        expect(attacker.visits).toEqual([]);
      }
    });

    test.describe('without a Content-Security-Policy', () => {
      // The policy stops such an address too. Here it is to be seen that the app does not need it for that.
      test.use({ bypassCSP: true });

      test(`[B6] ${who}, when a link leads a signed-in user to a script, ${undefended ? 'runs it' : 'does not run it'}`, async ({
        page,
        app,
        attacker,
      }) => {
        await app.openSignedIn(page, 'Maya');
        await expect(page.getByRole('table', { name: 'Patients' })).toBeVisible();
        await page.goto(signInLink(app, `javascript:location.assign('${attacker.url}/stolen')`));

        await expect(page).toHaveURL(undefended ? `${attacker.url}/stolen` : `${app.url}/patients`);
        expect(attacker.visits.includes('/stolen')).toBe(undefended);
      });
    });
  });
}
