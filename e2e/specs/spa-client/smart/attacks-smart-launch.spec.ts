import { demoIds } from '@auth-patterns/demo-project';
import { signInOnMedplumsPage } from '#person/sign-in-on-medplums-page.ts';
import { launchUrl, makeLaunch, patientBanner } from '#record/smart-launches.ts';
import { expect, test } from '#story/test.ts';

const { sam, lena } = demoIds.patients;

for (const undefended of [false, true]) {
  test.describe(undefended ? 'without prompt=login' : 'with prompt=login', () => {
    test.use({ undefended });

    const annotation = undefended
      ? { type: 'emulator only', description: 'A real Medplum without https has no cookie here, and asks anew.' }
      : [];
    const who = undefended ? 'asks nobody' : 'asks who it is';

    test(
      `[C11] spa-client, when a second launch is for another patient, is about that one and ${who}`,
      { annotation },
      async ({ page, app, tenant }) => {
        await page.goto(launchUrl(app.url, tenant.baseUrl, await makeLaunch(page, tenant, sam)));
        await signInOnMedplumsPage(page, 'Maya');
        await page.getByRole('button', { name: 'Allow' }).click();
        await expect(patientBanner(page)).toContainText('Sam Carter');

        const second = await page.context().newPage();
        await second.goto(launchUrl(app.url, tenant.baseUrl, await makeLaunch(page, tenant, lena)));
        if (!undefended) {
          await signInOnMedplumsPage(second, 'Maya');
        }
        await second.getByRole('button', { name: 'Allow' }).click();

        await expect(patientBanner(second)).toContainText('Lena Novak');
      },
    );
  });
}

test('[C11] spa-client, when a patient opens a launch for another one, shows nothing of the other', async ({
  page,
  app,
  tenant,
}) => {
  await page.goto(launchUrl(app.url, tenant.baseUrl, await makeLaunch(page, tenant, lena)));
  await signInOnMedplumsPage(page, 'Sam');
  await page.getByRole('button', { name: 'Allow' }).click();
  await expect(page.getByRole('heading', { name: 'The launched app' })).toBeVisible();
  await page.getByLabel('Id of another patient').fill(lena);
  await page.getByRole('button', { name: 'Read this patient' }).click();

  await expect(page.getByRole('alert').filter({ hasText: 'no such record' }).last()).toBeVisible();
  await expect(page.getByText('Lena Novak')).toHaveCount(0);
  await expect(page.getByText('None that this app may see.')).toBeVisible();
});
