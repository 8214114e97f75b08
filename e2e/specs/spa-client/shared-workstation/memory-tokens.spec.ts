import { demoIds } from '@auth-patterns/demo-project';
import { signInOnMedplumsPage } from '#person/sign-in-on-medplums-page.ts';
import { expect, test } from '#story/test.ts';

const theo = `/patients/${demoIds.patients.theo}`;

test.describe('workstation', () => {
  test.use({ appSettings: { 'tokenStorage:`local`': 'tokenStorage:`memory`' } });

  test('[C10] spa-client, when tokens stay in memory, leaves none behind, and a reload asks to sign in again', async ({
    context,
    page,
    app,
  }) => {
    await page.goto(app.url + theo);
    await expect(page.getByText('reloading or closing the page signs you out')).toBeVisible();
    await page.getByRole('button', { name: 'Continue with Medplum' }).click();
    await signInOnMedplumsPage(page, 'Maya');
    await expect(page.getByRole('heading', { name: 'Theo Okafor' })).toBeVisible();

    const { origins } = await context.storageState({ indexedDB: true });
    expect(JSON.stringify(origins)).not.toMatch(/eyJ[\w-]+\./);
    expect(await page.evaluate(() => [localStorage.length, sessionStorage.length])).toEqual([0, 0]);

    await page.reload();

    await expect(page).toHaveURL(`${app.url}/sign-in?returnTo=${encodeURIComponent(theo)}`);
  });
});
