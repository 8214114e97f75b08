import { demoAccount, demoIds } from '@auth-patterns/demo-project';
import type { ControlClient } from '@auth-patterns/mock-medplum/control';
import type { Page } from '@playwright/test';

/** Where spa-client keeps the login of its user. */
const storageKey = 'spa-client:activeLogin';

/** Opens a page of the app as one of the clinic's people who signed in earlier; the session comes over HTTP. */
export async function openSignedIn(page: Page, tenant: ControlClient, firstName: string, url: string): Promise<void> {
  const session = await tenant.makeSession({
    user: demoAccount(firstName).email,
    client: demoIds.clients.spaClient,
    scope: 'openid offline_access',
  });
  const { accessToken, refreshToken, profile, project, cookie } = session;
  if (cookie) {
    await page.context().addCookies([{ ...cookie, url: tenant.baseUrl, httpOnly: true }]);
  }
  const script = await page.addInitScript(
    ([key, login, origin]) => {
      if (window.location.origin === origin) {
        window.localStorage.setItem(key, login);
      }
    },
    [storageKey, JSON.stringify({ accessToken, refreshToken, profile, project }), new URL(url).origin] as const,
  );
  await page.goto(url);
  // Once: whoever signs out stays signed out.
  await script.dispose();
}
