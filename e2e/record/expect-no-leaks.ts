import { type BrowserContext, expect, type Page } from '@playwright/test';
import type { App } from '#clinic/clinic-test.ts';
import { leakWatch } from './leak-watch.ts';
import { recordSecrets, type Secrets } from './record-secrets.ts';

type SignIn = Readonly<{
  app: App;
  /** The page of the app to which a server brings the code; without one, the code is in no address. */
  callback?: string;
  /** What the person types. */
  password?: string;
  /** Where tokens are kept: the SDK's two entries, under the app's prefix, unless said otherwise. */
  tokens?: RegExp;
}>;

/**
 * Watches a browser from before somebody signs in.
 *
 * @returns What fails when password, code or token are anywhere they need not be, and returns them otherwise.
 */
export async function watchSignIn(
  context: BrowserContext,
  baseUrl: string,
): Promise<(page: Page, signIn: SignIn) => Promise<Secrets>> {
  const { find } = leakWatch(context, [baseUrl]);
  const secrets = await recordSecrets(context, baseUrl);
  return async (page, { app, callback, password, tokens = /^localStorage spa-client:(activeLogin|logins) of / }) => {
    const { code = '', idToken = '', ...kept } = secrets();
    if (code) {
      expect(await find(code), 'code').toEqual(callback ? [`request URL ${app.url}${callback}`] : []);
    }
    for (const [name, token] of Object.entries(kept)) {
      const places = await find(token);
      expect(places, name).not.toEqual([]);
      expect(
        places.filter((place) => !tokens.test(place)),
        name,
      ).toEqual([]);
    }
    expect(await find(idToken), 'ID token').toEqual([]);
    // An identity provider gets its own password, which is no business of Medplum's or the app's.
    const typed = password ? await find(password) : [];
    expect(
      typed.filter((place) => !place.includes('/interaction/')),
      'password',
    ).toEqual([]);
    expect(await page.evaluate(() => caches.keys())).toEqual([]);
    return secrets();
  };
}
