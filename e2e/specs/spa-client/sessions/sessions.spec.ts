import { demoIds } from '@auth-patterns/demo-project';
import type { BrowserContext, Page } from '@playwright/test';
import type { App } from '#clinic/clinic-test.ts';
import { expectGoodLooks } from '#look/expect-good-looks.ts';
import { tokenCalls } from '#record/token-calls.ts';
import { expect, test } from '#story/test.ts';

const theo = `/patients/${demoIds.patients.theo}`;
const ended = 'Your session has ended. Sign in again to go on where you were.';

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

  const annotation = {
    type: 'emulator only',
    description: 'It counts sessions, and those of earlier tests are there too.',
  };

  test(
    '[C10] spa-client, when another browser ends its session, asks to sign in again and keeps the link',
    { annotation },
    async ({ page, app, tenant }) => {
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
    },
  );

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
