import type { Page } from '@playwright/test';
import type { AttackerSite } from '#attacker/attacker-site.ts';
import type { App } from '#clinic/clinic-test.ts';
import { openWindow, signInAtIdp } from '#person/sign-in-at-idp.ts';
import { signInHere } from '#person/sign-in-here.ts';
import { signInOnMedplumsPage } from '#person/sign-in-on-medplums-page.ts';
import { expect, test } from '#story/test.ts';

// The link is the app's own, the page after the sign-in the attacker's: it says that the session has ended, and asks for
// the password.

/** Texts that begin as a path does, or not at all, and that a browser takes for an address elsewhere. */
const waysOut: Readonly<Record<string, (site: URL) => string>> = {
  'an address': ({ href }) => href,
  'an address without a scheme': ({ host }) => `//${host}/`,
  'a backslash': ({ host }) => `/\\${host}/`,
  'two backslashes': ({ host }) => `\\\\${host}/`,
  'three slashes': ({ host }) => `///${host}/`,
  'a tab between the slashes': ({ host }) => `/\t/${host}/`,
  'a line break between the slashes': ({ host }) => `/\n/${host}/`,
  'a space before the slashes': ({ host }) => ` //${host}/`,
  'a user name like the app': ({ host }) => `http://localhost@${host}/`,
};

/** Each way of signing in, as far as the page that comes after it. */
const waysIn: Readonly<Record<string, (page: Page) => Promise<void>>> = {
  'on Medplum’s page': async (page) => {
    await page.getByRole('button', { name: 'Continue with Medplum' }).click();
    await signInOnMedplumsPage(page, 'Maya');
  },
  'with a password here': async (page) => signInHere(page, 'Maya'),
  'with an identity provider': async (page) => {
    const popup = await openWindow(page, 'Continue with Riverside ID');
    await signInAtIdp(popup, 'Maya');
  },
  'with Google': async (page) => {
    const popup = await openWindow(page, 'Continue with Google (stand-in)');
    await popup.getByRole('button', { name: 'Maya Rivera' }).click();
  },
};

for (const undefended of [false, true]) {
  const who = undefended ? 'undefended twin' : 'spa-client';
  const does = undefended ? 'goes' : 'stays';

  test.describe(who, () => {
    test.use({ undefended });

    for (const [how, signIn] of Object.entries(waysIn)) {
      test(`[B6] ${who}, when a link says to go elsewhere after signing in ${how}, ${does}`, async ({
        page,
        app,
        attacker,
      }) => {
        await page.goto(signInLink(app, `//${new URL(attacker.url).host}/`));
        await signIn(page);

        if (undefended) {
          await expect(page).toHaveURL(`${attacker.url}/`);
        } else {
          await expect(page.getByRole('table', { name: 'Patients' })).toBeVisible();
          expect(attacker.visits).toEqual([]);
        }
      });
    }

    test(`[B6] ${who}, when a link in any disguise leads a signed-in user elsewhere, ${does}`, async ({
      page,
      app,
      attacker,
    }) => {
      test.slow();
      await app.openSignedIn(page, 'Maya');
      await expect(page.getByRole('table', { name: 'Patients' })).toBeVisible();

      for (const [disguise, returnTo] of Object.entries(waysOut)) {
        await test.step(disguise, async () => {
          await page.goto(signInLink(app, returnTo(new URL(attacker.url))));

          await expect(page).toHaveURL(undefended ? `${attacker.url}/` : `${app.url}/patients`);
        });
      }
      expect(visitsToPages(attacker)).toEqual(undefended ? ['/'] : []);
    });

    test(`[B6] ${who}, when a link names a scheme without slashes to a signed-in user, ${does}`, async ({
      page,
      app,
    }) => {
      await page.route('https://evil.example/', (route) => route.fulfill({ body: 'Gotcha' }));
      await app.openSignedIn(page, 'Maya');
      await expect(page.getByRole('table', { name: 'Patients' })).toBeVisible();
      await page.goto(signInLink(app, 'https:evil.example'));

      await expect(page).toHaveURL(undefended ? 'https://evil.example/' : `${app.url}/patients`);
    });

    test.describe('without a Content-Security-Policy', () => {
      // The policy stops such an address too. Here it is to be seen that the app does not need it for that.
      test.use({ bypassCSP: true });

      test(`[B6] ${who}, when a link says to go to a script, ${undefended ? 'runs it' : 'does not run it'}`, async ({
        page,
        app,
        attacker,
      }) => {
        await app.openSignedIn(page, 'Maya');
        await expect(page.getByRole('table', { name: 'Patients' })).toBeVisible();
        await page.goto(signInLink(app, `javascript:location.assign('${attacker.url}/stolen')`));

        await expect(page).toHaveURL(undefended ? `${attacker.url}/stolen` : `${app.url}/patients`);
        expect(visitsToPages(attacker)).toEqual(undefended ? ['/stolen'] : []);
      });
    });
  });
}

function signInLink(app: App, returnTo: string): string {
  return `${app.url}/sign-in?${new URLSearchParams({ returnTo })}`;
}

function visitsToPages({ visits }: AttackerSite): readonly string[] {
  return [...new Set(visits)].filter((path) => path !== '/favicon.ico');
}
