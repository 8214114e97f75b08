import { demoIds } from '@auth-patterns/demo-project';
import { injectScript } from '#attacker/injected-script.ts';
import { signInToLegacyProxy } from '#person/sign-in-to-legacy-proxy.ts';
import { expect, test } from '#story/house-test.ts';

// A script of the attacker's runs in the page: it came with a dependency, or a library's server was taken over. The client
// side has a spec of this name, too, and loses. Such a script may do what the page may do. The question is what it can carry away.

test.describe('in the page of an app whose server holds the token', () => {
  // Its Content-Security-Policy lets no script run at all. To be fair to the other pattern, it is not what helps here.
  test.use({ bypassCSP: true });

  test('[B12] legacy-proxy, when a script slips in, loses no token: none is in the page, and none can be had', async ({
    page,
    context,
    house,
  }) => {
    const origin = house.urls.legacyProxy;
    const answers: Promise<string>[] = [];
    context.on('response', (response) => answers.push(response.text().catch(() => '')));
    await signInToLegacyProxy(page, origin);
    await expect(page.getByRole('heading', { name: "Today's appointments" })).toBeVisible();

    // Everything that the script can look at: storage, cookies, the page, and every page of the application.
    const { stored, read } = await page.evaluate(async () => {
      const links = [...document.querySelectorAll('a')].map(({ href }) => href);
      const pages = await Promise.all(links.map(async (link) => (await fetch(link)).text()));
      return {
        stored: { ...localStorage, ...sessionStorage, cookies: document.cookie },
        read: [document.documentElement.outerHTML, ...pages].join('\n'),
      };
    });
    expect(stored).toEqual({ cookies: '' });
    // What it may read, it reads: while the page is open, the script is nurse Kim. That is lost in this pattern too.
    expect(read).toContain('Lena Novak');
    expect([read, ...(await Promise.all(answers))].join('\n')).not.toMatch(/eyJ[\w-]+\.[\w-]+\./);

    // The same script as above. Medplum does not know nurse Kim, and the proxy's client has no address to come back to.
    for (const redirectUri of [`${origin}/callback`, `${origin}/`]) {
      const steal = await injectScript(page, {
        authorizeUrl: `${house.urls.medplum}oauth2/authorize`,
        tokenUrl: `${house.urls.medplum}oauth2/token`,
        clientId: demoIds.clients.legacyProxy,
        redirectUri,
      });
      const opened = page.waitForEvent('popup');
      await page.getByRole('heading', { name: "Today's appointments" }).click();
      const popup = await opened;
      await expect(popup.locator('body')).toContainText('Invalid redirect URI');
      await popup.close();

      expect(await steal()).toEqual({ accessToken: undefined, why: `No code came back to ${redirectUri}` });
    }

    // Nor is there a token without a user: the client's secret is on the server.
    const withoutSecret = await page.evaluate(
      async ([url, clientId]) => {
        const body = new URLSearchParams({ grant_type: 'client_credentials', client_id: clientId });
        return (await fetch(url, { method: 'POST', body })).status;
      },
      [`${house.urls.medplum}oauth2/token`, demoIds.clients.legacyProxy] as const,
    );
    expect(withoutSecret).toBe(400);
  });
});
