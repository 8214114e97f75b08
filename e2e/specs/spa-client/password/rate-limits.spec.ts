import { demoAccount, demoIds } from '@auth-patterns/demo-project';
import type { ControlClient } from '@auth-patterns/mock-medplum/control';
import { enterCredentials, signInHere } from '#person/sign-in-here.ts';
import { signInOnMedplumsPage } from '#person/sign-in-on-medplums-page.ts';
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

test.describe('quota', () => {
  // Enough for a sign-in and a list, and no more.
  test.use({ tenantWish: { settings: { rateLimits: { fhirQuota: 45 } } } });

  test('[C9] spa-client, when the FHIR quota is used up, says until when and sends nothing meanwhile', async ({
    page,
    app,
    tenant,
  }) => {
    await page.goto(app.url);
    await signInHere(page, 'Maya');
    await expect(page.getByRole('table', { name: 'Patients' })).toBeVisible();
    for (const letter of ['o', 'k', 'a', 'f']) {
      await page.getByLabel('Find by name').press(letter);
    }

    await expect(page.getByRole('alert').filter({ hasText: 'Too many requests' })).toBeVisible();
    await expect(page.getByRole('timer')).toHaveText(/You can try again in \d+ s\./);
    const refused = await countOf(tenant, '/fhir/R4/Patient', 429);
    await expect(page.getByRole('timer')).toHaveText(/in ([1-4]\d|5[0-6]) s/);
    expect(await countOf(tenant, '/fhir/R4/Patient', 429)).toBe(refused);
    expect(refused).toBeLessThanOrEqual(4);
  });
});

test('[C9] spa-client, when a policy allows another network alone, says so in the form', async ({
  page,
  app,
  tenant,
}) => {
  await page.goto(app.url);
  await signInHere(page, 'Vera');

  await expect(page.getByRole('alert').filter({ hasText: 'You cannot sign in from this network' })).toBeVisible();
  await expect.poll(async () => (await tenant.log.list()).map(({ path }) => path)).not.toContain('/oauth2/token');
});

test('[C9] Medplum’s page, when a policy allows another network alone, says so after a redirect', async ({
  page,
  app,
}) => {
  await page.goto(`${app.url}/patients/${demoIds.patients.theo}`);
  await page.getByRole('button', { name: 'Continue with Medplum' }).click();
  await signInOnMedplumsPage(page, 'Vera');

  await expect(page.getByText('IP address not allowed')).toBeVisible();
});
