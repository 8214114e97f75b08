import { demoIds } from '@auth-patterns/demo-project';
import { leakWatch } from '#record/leak-watch.ts';
import { expect, test } from '#story/test.ts';

test.describe('page that lets out', () => {
  test.use({ appSettings: { 'content="no-referrer"': 'content="unsafe-url"' } });

  test('leak watch, finds a secret wherever a page can let it out', async ({ page, app, context, tenant }) => {
    const secret = 'a/secret+one';
    const watch = leakWatch(context, [tenant.baseUrl]);
    await page.goto(`${app.url}/?q=${encodeURIComponent(secret)}`);
    await page.evaluate(async (text) => {
      console.info({ token: text });
      window.history.pushState({ token: text }, '', `?token=${encodeURIComponent(text)}`);
      localStorage.setItem('mine', text);
      sessionStorage.setItem('mine', text);
      document.cookie = `mine=${encodeURIComponent(text)}`;
      document.body.title = text;
      setTimeout(() => {
        throw new Error(text);
      });
      await fetch(window.location.origin, { method: 'POST', body: text }).catch(() => undefined);
    }, secret);

    const { origin } = new URL(app.url);
    await expect
      .poll(async () => {
        // The script of Google's button is told too, and a part of the app that loads later takes the cookie along.
        const places = (await watch.find(secret)).filter((place) => !/\/google\/|^headers to .*\/assets/.test(place));
        return new Set(places.map((place) => place.replace(/assets\/.*/, 'assets')));
      })
      .toEqual(
        new Set([
          `HTML of ${origin}`,
          `body to ${origin}/`,
          'console',
          'cookie mine of localhost',
          `Referer to ${origin}/`,
          `Referer to ${origin}/assets`,
          `headers to ${origin}/`,
          `history of ${origin}`,
          `history state of ${origin}`,
          `localStorage mine of ${origin}`,
          'page error',
          `request URL ${origin}/`,
          `sessionStorage mine of ${origin}`,
        ]),
      );
    expect(await watch.find('another-secret')).toEqual([]);
  });
});

test('leak watch, of a secret that goes to a trusted server alone, finds only where the app keeps it', async ({
  page,
  app,
  context,
  tenant,
}) => {
  const watch = leakWatch(context, [tenant.baseUrl]);
  const { accessToken } = await tenant.makeSession({
    user: 'maya.rivera@clinic.example',
    client: demoIds.clients.spaClient,
  });
  await page.goto(app.url);
  await page.evaluate(
    async ([url, token]) => {
      localStorage.setItem('kept', token ?? '');
      await fetch(`${url}auth/me`, { headers: { authorization: `Bearer ${token}` } });
    },
    [tenant.baseUrl, accessToken],
  );

  expect(await watch.find(accessToken)).toEqual([`localStorage kept of ${new URL(app.url).origin}`]);
});
