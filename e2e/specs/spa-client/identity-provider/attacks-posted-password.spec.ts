import { expect, test } from '#story/test.ts';

for (const status of [303, 307]) {
  const then = status === 303 ? 'does not send it on' : 'sends it on to wherever the answer leads';

  test(`[B11] identity provider, when it answers a posted sign-in with ${status}, the browser ${then}`, async ({
    page,
    app,
  }) => {
    await page.addInitScript('window.open = () => null');
    await page.goto(app.url);
    await page.getByRole('button', { name: 'Continue with Riverside ID' }).click();
    await page.getByLabel('Email address').fill('maya.rivera@clinic.example');
    await page.getByLabel('Password').fill('idp-maya-2026');
    const bodies: string[] = [];
    page.on('request', (request) => bodies.push(decodeURIComponent(request.postData() ?? '')));
    const statuses: number[] = [];
    await page.route(/\/interaction\//, async (route) => {
      const response = await route.fetch({ maxRedirects: 0 });
      statuses.push(response.status());
      await route.fulfill({ response, status });
    });
    const following = page.waitForRequest((request) => request.redirectedFrom() !== null);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await following;

    expect(statuses).toEqual([303]);
    expect(bodies.filter((body) => body.includes('idp-maya-2026'))).toHaveLength(status === 303 ? 1 : 2);
  });
}
