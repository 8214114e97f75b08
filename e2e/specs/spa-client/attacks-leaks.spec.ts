import { rmSync } from 'node:fs';
import { demoAccount } from '@auth-patterns/demo-project';
import { signInByRedirect } from '#person/sign-in-by-redirect.ts';
import { watchSignIn } from '#record/expect-no-leaks.ts';
import { leakWatch } from '#record/leak-watch.ts';
import { readHar } from '#record/read-har.ts';
import { recordSecrets } from '#record/record-secrets.ts';
import { expect, test } from '#story/test.ts';

// Each feature that signs people in watches for leaks in its own story.

const { password } = demoAccount('Maya');

test('[B9] spa-client, when a user signed in on Medplum’s page, leaks no password, code or token', async ({
  browser,
  app,
  tenant,
  house,
}, testInfo) => {
  const har = testInfo.outputPath('everything.har');
  const context = await browser.newContext({ recordHar: { path: har, content: 'embed' } });
  const expectNoLeaks = await watchSignIn(context, tenant.baseUrl);
  const page = await context.newPage();
  await signInByRedirect(page, app, 'Maya');
  await expect(page.getByRole('table', { name: 'Patients' })).toBeVisible();

  const { code = '', ...tokens } = await expectNoLeaks(page, { app, callback: '/callback', password });
  await context.close();

  const { originsWith } = readHar(har);
  rmSync(har);
  const { origin } = new URL(tenant.baseUrl);
  expect(originsWith(code)).toEqual([origin, app.url].sort());
  for (const [name, token] of Object.entries({ ...tokens, password })) {
    expect(originsWith(token), name).toEqual([origin]);
  }
  expect(originsWith(house.canary)).toEqual([]);
});

for (const undefended of [false, true]) {
  const who = undefended ? 'undefended twin' : 'spa-client';

  test.describe(who, () => {
    test.use({ undefended });

    test(`[B9] ${who}, when a code came back, ${undefended ? 'leaves' : 'does not leave'} it in Referer and history`, async ({
      page,
      context,
      app,
      tenant,
    }) => {
      const watch = leakWatch(context, [tenant.baseUrl]);
      const secrets = await recordSecrets(context, tenant.baseUrl);
      await signInByRedirect(page, app, 'Maya');
      await expect(page.getByRole('table', { name: 'Patients' })).toBeVisible();

      const places = await watch.find(secrets()['code'] ?? 'none');

      expect(places).toContain(`request URL ${app.url}/callback`);
      const leaks = [`Referer to ${tenant.baseUrl}oauth2/token`, `history of ${app.url}`];
      expect(leaks.filter((place) => places.includes(place))).toEqual(undefended ? leaks : []);
    });
  });
}
