import { demoIds } from '@auth-patterns/demo-project';
import { injectScript } from '#attacker/injected-script.ts';
import { readPatients } from '#attacker/use-stolen.ts';
import { signInOnMedplumsPage } from '#person/sign-in-on-medplums-page.ts';
import { expect, test } from '#story/test.ts';

// Honesty about the two patterns. A script of the attacker's runs in the page: it came with a dependency, or a library's
// server was taken over. Such a script may do what the page may do. The question is what it can carry away.

test.describe('in the page of an app that holds tokens', () => {
  // The most careful setting there is: no token is ever stored, they live and die with the page.
  test.use({ appSettings: { 'tokenStorage:`local`': 'tokenStorage:`memory`' } });

  test('[B12] spa-client, when a script slips in, loses a token that reads patients, though it stores none', async ({
    page,
    app,
    tenant,
  }) => {
    // Maya signs in as the README recommends: by redirect, with PKCE, state and nonce.
    await page.goto(app.url);
    await page.getByRole('button', { name: 'Continue with Medplum' }).click();
    await signInOnMedplumsPage(page, 'Maya');
    await expect(page.getByRole('table', { name: 'Patients' })).toBeVisible();

    // There is nothing to steal: neither storage nor cookies hold a token.
    expect(await page.evaluate(() => ({ ...localStorage, ...sessionStorage, cookies: document.cookie }))).toEqual({
      cookies: '',
    });

    // So the script gets a token of its own, while Maya goes on working.
    const steal = await injectScript(page, {
      authorizeUrl: `${tenant.baseUrl}oauth2/authorize`,
      tokenUrl: `${tenant.baseUrl}oauth2/token`,
      clientId: demoIds.clients.spaClient,
      redirectUri: `${app.url}/callback`,
    });
    await page.getByRole('link', { name: 'Lena Novak' }).click();
    const { accessToken = '', why } = await steal();

    // It works anywhere, for an hour, with Maya's rights and in Maya's name. Nothing in the browser can prevent it: not
    // PKCE, not memory-only tokens, not a short life, not rotation. Only a Content-Security-Policy that lets no foreign
    // script in stands before it.
    expect(why).toBe('The token endpoint answered 200');
    expect(await readPatients(tenant, accessToken)).toContain('Novak');
    // Maya sees her patient, and nothing else.
    await expect(page.getByRole('heading', { name: 'Lena Novak' })).toBeVisible();
  });
});
