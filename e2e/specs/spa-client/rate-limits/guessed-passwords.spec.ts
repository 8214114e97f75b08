import { demoAccount } from '@auth-patterns/demo-project';
import type { ControlClient } from '@auth-patterns/mock-medplum/control';
import { enterCredentials } from '#specs/spa-client/password/sign-in-here.ts';
import { expect, test } from '#story/test.ts';

const maya = demoAccount('Maya');

async function countOf(control: ControlClient, path: string, status?: number): Promise<number> {
  const entries = await control.log.list();
  return entries.filter(
    (entry) => entry.method !== 'OPTIONS' && entry.path.split('?')[0] === path && (!status || entry.status === status),
  ).length;
}

test.describe('limits', () => {
  test.use({ tenantWish: { settings: { rateLimits: {} } } });

  test('[C2] [C9] spa-client, when passwords are guessed, counts down and then lets the right one in', async ({
    page,
    context,
    app,
    tenant,
  }) => {
    await context.clock.install();
    await page.goto(app.url);
    await enterCredentials(page, maya.email, 'guess-1');
    await expect(page.getByRole('alert').filter({ hasText: 'That did not match' })).toBeVisible();
    for (let count = 2; count <= 6; count += 1) {
      const answered = page.waitForResponse(/\/auth\/login$/);
      await page.getByLabel('Password', { exact: true }).fill(`guess-${count}`);
      await page.getByRole('button', { name: 'Sign in here' }).click();
      await answered;
    }

    await expect(page.getByRole('alert').filter({ hasText: 'Too many attempts' })).toBeVisible();
    await expect(page.getByRole('timer')).toHaveText(/You can try again in \d+ s\./);
    await expect(page.getByLabel('Email')).toHaveValue(maya.email);
    // Six presses, six requests: the refused one was not repeated.
    await expect.poll(() => countOf(tenant, '/auth/login')).toBe(6);
    await expect.poll(() => countOf(tenant, '/auth/login', 429)).toBe(1);

    await tenant.clock.move(60);
    await context.clock.fastForward(60_000);
    await expect(page.getByText('You can try again now.').last()).toBeVisible();
    await expect(page.getByRole('timer')).toHaveCount(0);
    await page.getByLabel('Password', { exact: true }).fill(maya.password);
    await page.getByRole('button', { name: 'Sign in here' }).click();
    await expect(page.getByRole('table', { name: 'Patients' })).toBeVisible();
  });
});
