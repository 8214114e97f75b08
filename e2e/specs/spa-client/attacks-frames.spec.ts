import type { Page, Request } from '@playwright/test';
import type { AttackerSite } from '#attacker/attacker-site.ts';
import { withoutFrameHeaders } from '#attacker/without-frame-headers.ts';
import type { App } from '#clinic/clinic-test.ts';
import { signInOnMedplumsPage } from '#person/sign-in-on-medplums-page.ts';
import { expect, test } from '#story/test.ts';

// Clickjacking: a page that the user sees lies under one that the user clicks.

const refused = 'chrome-error://chromewebdata/';

test('[B11] spa-client, when another site frames it, shows nothing there', async ({ page, app, attacker }) => {
  await frame(page, attacker, app.url);

  await expect.poll(() => page.frames().at(-1)?.url()).toBe(refused);
});

test('[B11] spa-client, when another site frames it after the user has signed in, shows nothing there', async ({
  page,
  app,
  attacker,
}) => {
  await app.openSignedIn(page, 'Olive');
  await expect(page.getByRole('table', { name: 'Patients' })).toBeVisible();
  await frame(page, attacker, `${app.url}/invite`);

  await expect.poll(() => page.frames().at(-1)?.url()).toBe(refused);
});

test.describe('undefended twin', () => {
  test.use({ undefended: true });

  test('[B11] undefended twin, when another site frames it, shows its sign-in page there', async ({
    page,
    app,
    attacker,
  }) => {
    await frame(page, attacker, app.url);

    await expect(page.frameLocator('iframe').getByRole('heading', { name: 'Sign in', exact: true })).toBeVisible();
  });
});

for (const { server, button, field } of [
  { server: 'Medplum', button: 'Continue with Medplum', field: 'Email' },
  { server: 'identity provider', button: 'Continue with Riverside ID', field: 'Email address' },
]) {
  test(`[B11] ${server}, when another page frames its sign-in page, shows nothing there, but for its headers`, async ({
    page,
    app,
    attacker,
  }) => {
    const url = await signInPage(page, app, button);
    await frame(page, attacker, url);
    await expect.poll(() => page.frames().at(-1)?.url()).toBe(refused);

    await withoutFrameHeaders(page, url);
    await frame(page, attacker, url);
    await expect(page.frameLocator('iframe').getByLabel(field, { exact: true })).toBeVisible();
  });
}

test('[B11] Medplum, when the user has sent the password, has it sent nowhere else', async ({ page, app, tenant }) => {
  const url = await signInPage(page, app, 'Continue with Medplum');
  const posts = watchPosts(page);
  await signInOnMedplumsPage(page, 'Maya');
  await expect(page.getByRole('table', { name: 'Patients' })).toBeVisible();

  expect(url).toContain(tenant.baseUrl);
  expect(posts('demo-maya-2026').map((request) => request.url())).toEqual([`${tenant.baseUrl}auth/login`]);
});

for (const status of [303, 307]) {
  const then = status === 303 ? 'does not send it on' : 'sends it on to wherever the answer leads';

  test(`[B11] identity provider, when it answers a posted sign-in with ${status}, the browser ${then}`, async ({
    page,
    app,
  }) => {
    await signInPage(page, app, 'Continue with Riverside ID');
    const posts = watchPosts(page);
    const statuses: number[] = [];
    await page.route(/\/interaction\//, async (route) => {
      const response = await route.fetch({ maxRedirects: 0 });
      statuses.push(response.status());
      await route.fulfill({ response, status });
    });
    await page.getByLabel('Email address').fill('maya.rivera@clinic.example');
    await page.getByLabel('Password').fill('idp-maya-2026');
    const following = page.waitForRequest((request) => request.redirectedFrom() !== null);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await following;

    expect(statuses).toEqual([303]);
    expect(posts('idp-maya-2026').length).toBe(status === 303 ? 1 : 2);
  });
}

/** A page with a sign-in form, in the way in which the app leads to it, in this tab. */
async function signInPage(page: Page, app: App, button: string): Promise<string> {
  await page.addInitScript('window.open = () => null');
  await page.goto(app.url);
  await page.getByRole('button', { name: button }).click();
  await expect(page.getByLabel('Password')).toBeVisible();
  return page.url();
}

/** By the name of `localhost`, the attacker is on the same site, and frames get the cookies that pages get. */
async function frame(page: Page, attacker: AttackerSite, url: string): Promise<void> {
  attacker.show(`<iframe src="${url.replaceAll('&', '&amp;')}" width="800" height="600"></iframe>`);
  await page.goto(attacker.url.replace('127.0.0.1', 'localhost'));
}

/** Requests whose body holds a text. */
function watchPosts(page: Page): (text: string) => readonly Request[] {
  const requests: Request[] = [];
  page.on('request', (request) => requests.push(request));
  return (text) => requests.filter((request) => decodeURIComponent(request.postData() ?? '').includes(text));
}
