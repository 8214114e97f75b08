import { demoIds } from '@auth-patterns/demo-project';
import type { ControlClient } from '@auth-patterns/mock-medplum/control';
import type { BrowserContext, Page } from '@playwright/test';
import { changeClient } from '#attacker/change-client.ts';
import type { App } from '#clinic/clinic-test.ts';
import { tokenCalls } from '#record/token-calls.ts';
import { expect, test } from '#story/test.ts';

// That a refresh token which was replaced ends its session, and that no token outlives the first, is the mock's, without a
// switch: `[B7]` in the mock's src/oauth2/token.test.ts fails without it. Here it is seen on the screen.

const ended = 'Your session has ended. Sign in again to go on where you were.';
const day = 24 * 3600;

type Clinic = Readonly<{ context: BrowserContext; page: Page; app: App; tenant: ControlClient }>;

for (const { life, days, isOver } of [
  { life: undefined, days: 15, isOver: true },
  // Medplum's setting of a client: the longer, the longer a stolen token is good.
  { life: '30d', days: 15, isOver: false },
]) {
  test(`[B7] spa-client, unused for ${days} days, tokens living ${life ?? 'a fortnight'}, ${isOver ? 'is over' : 'goes on'}`, async ({
    context,
    page,
    app,
    tenant,
  }) => {
    if (life) {
      await changeClient(tenant, { refreshTokenLifetime: life });
    }
    await openSignedIn({ context, page, app, tenant });
    await later(days * day, { context, page, app, tenant });

    await page.getByRole('link', { name: 'Patients', exact: true }).click();

    if (isOver) {
      await expect(page.getByText(ended)).toBeVisible();
      expect(await page.evaluate(() => localStorage.getItem('spa-client:activeLogin'))).toBeNull();
    } else {
      await expect(page.getByRole('table', { name: 'Patients' })).toBeVisible();
    }
    await expect.poll(() => refreshes(tenant)).toEqual([isOver ? 400 : 200]);
  });
}

test('[B7] spa-client, when a replaced refresh token is used, ends the session and keeps the link', async ({
  context,
  page,
  app,
  tenant,
}) => {
  await openSignedIn({ context, page, app, tenant });
  const stolen = await page.evaluate(() => JSON.parse(localStorage.getItem('spa-client:activeLogin') ?? '{}'));
  await later(3500, { context, page, app, tenant });
  await page.getByRole('link', { name: 'Patients', exact: true }).click();
  await expect(page.getByRole('table', { name: 'Patients' })).toBeVisible();

  const replay = await fetch(new URL('oauth2/token', tenant.baseUrl), {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'refresh_token',
      client_id: demoIds.clients.spaClient,
      refresh_token: String(stolen.refreshToken),
    }),
  });

  expect(replay.status).toBe(400);
  await page.getByRole('link', { name: 'Lena Novak' }).click();
  await expect(page.getByText(ended)).toBeVisible();
  await expect(page).toHaveURL(
    `${app.url}/sign-in?returnTo=${encodeURIComponent(`/patients/${demoIds.patients.lena}`)}`,
  );
  expect(await page.evaluate(() => localStorage.getItem('spa-client:activeLogin'))).toBeNull();
});

for (const hasLocks of [true, false]) {
  const then = hasLocks ? 'one of them renews for both' : 'both renew, and Medplum takes the second for a thief';

  test(`[B8] spa-client, when two tabs ${hasLocks ? 'with' : 'without'} Web Locks find the token over, ${then}`, async ({
    context,
    page,
    app,
    tenant,
  }) => {
    if (!hasLocks) {
      await context.addInitScript(() => Object.defineProperty(Navigator.prototype, 'locks', { value: undefined }));
    }
    await openSignedIn({ context, page, app, tenant });
    const second = await openSecond({ context, page });
    await later(3700, { context, page, app, tenant });
    await tenant.faults.add({ fault: 'delay', milliseconds: 2000, path: '/oauth2/token' });

    await Promise.all(
      [page, second].map(async (tab) => tab.getByRole('link', { name: 'Patients', exact: true }).click()),
    );

    if (hasLocks) {
      for (const tab of [page, second]) {
        await expect(tab.getByRole('table', { name: 'Patients' })).toBeVisible();
      }
      await expect.poll(() => refreshes(tenant)).toEqual([200]);
    } else {
      // The tab that hears of the refusal gives up what it waits for: the first answer may reach nobody.
      const outcome = async (): Promise<object> => {
        const statuses = await refreshes(tenant);
        return { hasAskedTwice: statuses.length > 1, isRefused: statuses.includes(400) };
      };
      await expect.poll(outcome).toEqual({ hasAskedTwice: true, isRefused: true });
      expect((await tenant.listLogins()).map(({ revoked }) => revoked)).toEqual([true]);
    }
  });
}

test('[B8] spa-client, when the tab that renewed is closed, the other renews the next time', async ({
  context,
  page,
  app,
  tenant,
}) => {
  await openSignedIn({ context, page, app, tenant });
  const second = await openSecond({ context, page });
  await later(3500, { context, page, app, tenant });
  await tenant.faults.add({ fault: 'delay', milliseconds: 1000, path: '/oauth2/token', times: 1 });
  const renewing = page.waitForRequest(/\/oauth2\/token$/);
  await page.getByRole('link', { name: 'Patients', exact: true }).click();
  await renewing;
  // It waits for the lock meanwhile.
  await second.getByRole('link', { name: 'Patients', exact: true }).click();
  await expect(second.getByRole('table', { name: 'Patients' })).toBeVisible();
  await page.close();
  await second.getByRole('link', { name: 'Who am I?' }).click();
  await expect(second.getByRole('table', { name: 'Who Medplum says you are' })).toBeVisible();
  // Past the end of the token, so that going on with it would be refused.
  await later(4000, { context, page, app, tenant });

  await second.getByRole('link', { name: 'Patients', exact: true }).click();

  await expect(second.getByRole('table', { name: 'Patients' })).toBeVisible();
  await expect.poll(() => refreshes(tenant)).toEqual([200, 200]);
});

/** On a page that asks Medplum for nothing by itself. */
async function openSignedIn({ context, page, app }: Clinic): Promise<void> {
  await context.clock.install();
  await app.openSignedIn(page, 'Maya', '/me');
  await expect(page.getByRole('table', { name: 'Who Medplum says you are' })).toBeVisible();
}

/** The same page in another tab. */
async function openSecond({ context, page }: Pick<Clinic, 'context' | 'page'>): Promise<Page> {
  const second = await context.newPage();
  await second.goto(page.url());
  await expect(second.getByRole('table', { name: 'Who Medplum says you are' })).toBeVisible();
  return second;
}

/** Later for Medplum and for every tab of the browser. */
async function later(seconds: number, { context, tenant }: Clinic): Promise<void> {
  await tenant.clock.move(seconds);
  await context.clock.fastForward(seconds * 1000);
}

async function refreshes(tenant: ControlClient): Promise<readonly number[]> {
  const calls = await tokenCalls(tenant);
  return calls.filter(({ grantType }) => grantType === 'refresh_token').map(({ status }) => status);
}
