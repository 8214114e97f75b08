import { demoIds } from '@auth-patterns/demo-project';
import type { BrowserContext, Page } from '@playwright/test';
import type { App } from '#clinic/clinic-test.ts';
import { expectGoodLooks } from '#look/expect-good-looks.ts';
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
    await expectGoodLooks(page, 'sessions');

    await sessions.last().getByRole('button').click();

    await expect(sessions).toHaveCount(1);
    const { sequence } = (await tenant.log.list()).at(-1) ?? { sequence: 0 };
    await left.getByRole('link', { name: 'All patients' }).click();
    await expect(left.getByText(ended)).toBeVisible();
    await expect(left).toHaveURL(`${app.url}/sign-in?returnTo=%2Fpatients`);
    // One refused renewal is all: no loop.
    await expect.poll(() => refreshes(tenant)).toEqual([400]);
    expect((await tenant.log.list(sequence)).filter(({ status }) => status === 401).length).toBeLessThan(5);
  });

  test('[C10] spa-client, when a user signs out everywhere, asks first, and then no browser has a session', async ({
    page,
    app,
    tenant,
  }) => {
    const { listLogins } = tenant;
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
    expect((await listLogins()).map(({ revoked }) => revoked)).toEqual([true, true]);
    await left.reload();
    await expect(left.getByText(ended)).toBeVisible();
  });
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
});
