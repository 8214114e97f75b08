import { demoIds } from '@auth-patterns/demo-project';
import type { BrowserContext, Page } from '@playwright/test';
import type { App } from '#clinic/clinic-test.ts';
import { signInHere } from '#person/sign-in-here.ts';
import { tokenCalls } from '#record/token-calls.ts';
import { expect, test } from '#story/test.ts';

const theo = `/patients/${demoIds.patients.theo}`;
const ended = 'Your session has ended. Sign in again to go on where you were.';

/** To a page that asks for nothing by itself as time passes. */
async function rest(page: Page): Promise<void> {
  await page.getByRole('link', { name: 'Who am I?' }).click();
  await expect(page.getByRole('heading', { name: /^Who am I/ })).toBeVisible();
}

/** A tab in which Maya is signed in and looks at a patient. */
async function openSignedIn(page: Page, app: App): Promise<void> {
  await app.openSignedIn(page, 'Maya', theo);
  await expect(page.getByRole('heading', { name: 'Theo Okafor' })).toBeVisible();
}

function activeLogin(page: Page): Promise<{ accessToken: string; refreshToken: string } | undefined> {
  return page.evaluate(() => JSON.parse(localStorage.getItem('spa-client:activeLogin') ?? 'null') ?? undefined);
}

async function refreshes(control: Parameters<typeof tokenCalls>[0]): Promise<readonly number[]> {
  const calls = await tokenCalls(control);
  return calls.filter(({ grantType }) => grantType === 'refresh_token').map(({ status }) => status);
}

test.describe('elsewhere', () => {
  let other: BrowserContext;
  test.beforeEach(async ({ browser }) => void (other = await browser.newContext()));
  test.afterEach(async () => other.close());

  test('[C10] spa-client, when another browser ends its session, asks to sign in again and keeps the link', async ({
    page,
    app,
    tenant,
  }) => {
    const left = await other.newPage();
    await openSignedIn(left, app);
    await openSignedIn(page, app);
    await page.getByRole('link', { name: 'Sessions' }).click();
    const sessions = page.getByRole('list', { name: 'Sessions' }).getByRole('listitem');
    await expect(sessions).toHaveCount(2);
    await expect(sessions.first()).toContainText('This browser');
    await expect(sessions.last()).toContainText('Email and password');

    await sessions.last().getByRole('button').click();

    await expect(sessions).toHaveCount(1);
    const { sequence } = (await tenant.log.list()).at(-1) ?? { sequence: 0 };
    await left.getByRole('link', { name: 'All patients' }).click();
    await expect(left.getByText(ended)).toBeVisible();
    await expect(left).toHaveURL(`${app.url}/sign-in?returnTo=%2Fpatients`);
    // One refused renewal is all: no loop.
    await expect.poll(() => refreshes(tenant)).toEqual([400]);
    expect((await tenant.log.list(sequence)).filter(({ status }) => status === 401).length).toBeLessThan(5);
    await signInHere(left, 'Maya');
    await expect(left.getByRole('table', { name: 'Patients' })).toBeVisible();
  });

  test('[C10] spa-client, when a user signs out everywhere, asks first, and then no browser has a session', async ({
    page,
    app,
    tenant,
  }) => {
    const left = await other.newPage();
    await openSignedIn(left, app);
    await openSignedIn(page, app);
    await page.getByRole('link', { name: 'Sessions' }).click();
    await page.getByRole('button', { name: 'Sign out everywhere' }).click();
    const question = page.getByRole('dialog', { name: 'Sign out everywhere?' });
    await expect(question).toContainText('ends one other session');
    await page.keyboard.press('Escape');
    await expect(question).toHaveCount(0);

    await page.getByRole('button', { name: 'Sign out everywhere' }).click();
    await question.getByRole('button', { name: 'Sign out everywhere now' }).click();

    await expect(page.getByText('You are signed out. Medplum has revoked the session.')).toBeVisible();
    expect((await tenant.listLogins()).map(({ revoked }) => revoked)).toEqual([true, true]);
    await left.reload();
    await expect(left.getByText(ended)).toBeVisible();
  });
});

test('[C10] spa-client, when Medplum cannot list the sessions, says why and asks again on request', async ({
  page,
  app,
  tenant,
}) => {
  await openSignedIn(page, app);
  await tenant.faults.add({ fault: 'unavailable', path: '/auth/me' });
  await page.getByRole('link', { name: 'Sessions' }).click();
  const refusal = page.getByRole('alert').filter({ hasText: 'Reference for support' });
  await expect(refusal).toBeVisible();

  await tenant.faults.clear();
  await page.getByRole('button', { name: 'Try again' }).click();

  await expect(page.getByRole('list', { name: 'Sessions' })).toContainText('This browser');
});

test.describe('at the end of the access token', () => {
  /** Later for the tenant and for every tab of the browser. */
  async function later(seconds: number, { context, tenant }: Parameters<typeof openTabs>[0]): Promise<void> {
    await tenant.clock.move(seconds);
    await context.clock.fastForward(seconds * 1000);
  }

  type Clinic = Readonly<{
    context: BrowserContext;
    page: Page;
    app: App;
    tenant: Parameters<typeof tokenCalls>[0];
  }>;

  async function openTabs({ context, page, app }: Clinic): Promise<readonly [Page, Page]> {
    await context.clock.install();
    await openSignedIn(page, app);
    const second = await context.newPage();
    await second.goto(app.url + theo);
    await expect(second.getByRole('heading', { name: 'Theo Okafor' })).toBeVisible();
    await Promise.all([rest(page), rest(second)]);
    return [page, second];
  }

  /** Goes through charts and their histories faster than any of them can be answered. */
  async function leafThrough(page: Page): Promise<void> {
    const charts = Object.values(demoIds.patients).map((id) => `/patients/${id}`);
    const paths = [...charts, ...charts.map((chart) => `${chart}/history`), '/patients', '/sessions'];
    await page.evaluate(async (all) => {
      for (const path of all) {
        window.history.pushState({}, '', path);
        window.dispatchEvent(new PopStateEvent('popstate'));
        // Long enough for React to draw the page, whose effects then ask.
        for (let frame = 0; frame < 4; frame += 1) {
          await new Promise((drawn) => requestAnimationFrame(drawn));
        }
      }
    }, paths);
  }

  test('[B8] spa-client, when two tabs make many calls at once, renews once, and all calls succeed', async ({
    context,
    page,
    app,
    tenant,
  }) => {
    const tabs = await openTabs({ context, page, app, tenant });
    const before = await activeLogin(page);
    await later(3500, { context, page, app, tenant });
    await tenant.faults.add({ fault: 'delay', milliseconds: 1500, path: '/oauth2/token' });
    const { sequence } = (await tenant.log.list()).at(-1) ?? { sequence: 0 };

    await Promise.all(tabs.map(leafThrough));

    for (const tab of tabs) {
      await expect(tab.getByRole('list', { name: 'Sessions' })).toContainText('This browser');
    }
    const after = (await tenant.log.list(sequence)).filter(({ method }) => method !== 'OPTIONS');
    expect(after.length).toBeGreaterThanOrEqual(20);
    expect(after.filter(({ status }) => status >= 400).map(({ path, status }) => ({ path, status }))).toEqual([]);
    expect(await refreshes(tenant)).toEqual([200]);
    expect((await activeLogin(page))?.refreshToken).not.toBe(before?.refreshToken);
  });

  test('[B8] spa-client, when the tab that renewed is closed, the other renews the next time', async ({
    context,
    page,
    app,
    tenant,
  }) => {
    const [first, second] = await openTabs({ context, page, app, tenant });
    await later(3500, { context, page, app, tenant });
    await tenant.faults.add({ fault: 'delay', milliseconds: 1000, path: '/oauth2/token', times: 1 });
    const renewing = first.waitForRequest(/\/oauth2\/token$/);
    await first.getByRole('link', { name: 'Sessions' }).click();
    await renewing;
    // It waits for the lock meanwhile.
    await second.getByRole('link', { name: 'Sessions' }).click();
    await expect(second.getByRole('list', { name: 'Sessions' })).toContainText('This browser');
    await first.close();
    // Past the end of the token, so that going on with it would be refused.
    await later(4000, { context, page, app, tenant });

    await second.getByRole('link', { name: 'Patients' }).click();

    await expect(second.getByRole('table', { name: 'Patients' })).toBeVisible();
    await expect.poll(() => refreshes(tenant)).toEqual([200, 200]);
  });

  test('[B7] spa-client, when a replaced refresh token is used, ends the session and keeps the link', async ({
    context,
    page,
    app,
    tenant,
  }) => {
    await context.clock.install();
    await openSignedIn(page, app);
    await rest(page);
    const stolen = (await activeLogin(page))?.refreshToken ?? '';
    await later(3500, { context, page, app, tenant });
    await page.getByRole('link', { name: 'Sessions' }).click();
    await expect(page.getByRole('list', { name: 'Sessions' })).toContainText('This browser');

    const replay = await fetch(new URL('oauth2/token', tenant.baseUrl), {
      method: 'POST',
      body: new URLSearchParams({
        grant_type: 'refresh_token',
        client_id: demoIds.clients.spaClient,
        refresh_token: stolen,
      }),
    });

    expect(replay.status).toBe(400);
    await page.getByRole('link', { name: 'Patients' }).click();
    await expect(page.getByText(ended)).toBeVisible();
    await expect(page).toHaveURL(`${app.url}/sign-in?returnTo=%2Fpatients`);
    expect(await activeLogin(page)).toBeUndefined();
  });

  test('[B7] spa-client, when the first refresh token’s fortnight is over, ends the renewed session', async ({
    context,
    page,
    app,
    tenant,
  }) => {
    const day = 24 * 3600;
    await context.clock.install();
    await openSignedIn(page, app);
    await rest(page);
    await later(13 * day, { context, page, app, tenant });
    await page.getByRole('link', { name: 'Sessions' }).click();
    await expect(page.getByRole('list', { name: 'Sessions' })).toContainText('This browser');

    await later(day, { context, page, app, tenant });
    await page.getByRole('link', { name: 'Patients' }).click();

    await expect(page.getByText(ended)).toBeVisible();
    expect(await refreshes(tenant)).toEqual([200, 400]);
  });

  test('[C10] spa-client, when Medplum fails to renew, keeps the user signed in and goes on afterwards', async ({
    context,
    page,
    app,
    tenant,
  }) => {
    await context.clock.install();
    await openSignedIn(page, app);
    for (const fault of ['unavailable', 'rate-limit', 'reset'] as const) {
      await rest(page);
      await later(3700, { context, page, app, tenant });
      await tenant.faults.add({ fault, path: '/oauth2/token', ...(fault === 'rate-limit' && { resetSeconds: 30 }) });
      await page.getByRole('link', { name: 'Sessions' }).click();
      await expect(page.getByRole('alert').filter({ hasText: 'Reference for support' })).toBeVisible();
      expect(await activeLogin(page), fault).toBeDefined();

      await tenant.faults.clear();
      await context.clock.fastForward(31_000);
      await page.getByRole('button', { name: 'Try again' }).click();

      await expect(page.getByRole('list', { name: 'Sessions' })).toContainText('This browser');
    }
    expect((await refreshes(tenant)).filter((status) => status === 200)).toEqual([200, 200, 200]);
  });
});

test.describe('signing out', () => {
  test('[C10] spa-client, when a user signs out in one tab, leads the other to the sign-in page and says why', async ({
    context,
    page,
    app,
  }) => {
    await openSignedIn(page, app);
    const second = await context.newPage();
    await second.goto(app.url + theo);
    await expect(second.getByRole('heading', { name: 'Theo Okafor' })).toBeVisible();

    await page.getByRole('button', { name: 'Sign out' }).click();

    await expect(page.getByText('Medplum has revoked the session.')).toBeVisible();
    await expect(second.getByText('because you signed out in another tab')).toBeVisible();
    await expect(second).toHaveURL(`${app.url}/sign-in`);
    await expect(second.getByText('Theo Okafor')).toHaveCount(0);
  });

  test('[C10] spa-client, when Medplum does not answer the sign-out, forgets the tokens and says so', async ({
    page,
    app,
    tenant,
  }) => {
    await openSignedIn(page, app);
    await tenant.faults.add({ fault: 'reset', path: '/oauth2/logout' });

    await page.getByRole('button', { name: 'Sign out' }).click();

    await expect(page.getByText('Medplum did not answer, so the session may stay valid')).toBeVisible();
    expect(await page.evaluate(() => ({ ...localStorage }))).toEqual({});
  });

  test('[C10] spa-client, when Medplum never answers the sign-out, does not wait for it for ever', async ({
    page,
    app,
    tenant,
  }) => {
    await openSignedIn(page, app);
    await tenant.faults.add({ fault: 'delay', milliseconds: 60_000, path: '/oauth2/logout' });

    await page.getByRole('button', { name: 'Sign out' }).click();

    await expect(page.getByText('Signing you out')).toBeVisible();
    await expect(page.getByText('Theo Okafor')).toHaveCount(0);
    await expect(page.getByText('Medplum did not answer, so the session may stay valid')).toBeVisible();
  });
});
