import { AxeBuilder } from '@axe-core/playwright';
import { signInHere } from '#person/sign-in-here.ts';
import { expect, test } from '#story/test.ts';

const widths = [
  ['desktop', 1280],
  ['phone', 390],
] as const;

for (const [device, width] of widths) {
  test(`first pages, at ${device} width, have nothing that axe objects to and do not scroll sideways`, async ({
    page,
    house,
  }) => {
    await page.setViewportSize({ width, height: 800 });
    for (const url of [house.urls.spaClient, house.urls.legacyProxy, house.urls.deviceAgent]) {
      await page.goto(url);
      await expect(page.getByRole('heading', { level: 1 })).toBeVisible();

      const { violations } = await new AxeBuilder({ page }).analyze();
      const isTooWide = await page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth);

      expect(
        violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`),
        url,
      ).toEqual([]);
      expect(isTooWide, `${url} is wider than the screen`).toBe(false);
    }
  });
}

test('pages behind the sign-in, in the dark too, have nothing that axe objects to', async ({ page, house }) => {
  await page.emulateMedia({ colorScheme: 'dark' });
  await page.goto(house.urls.spaClient);
  await signInHere(page, 'Maya');
  await expect(page.getByRole('table', { name: 'Patients' })).toBeVisible();
  const patients = await new AxeBuilder({ page }).analyze();
  await page.getByRole('link', { name: 'Who am I?' }).click();
  await expect(page.getByRole('table', { name: /policy/ })).toBeVisible();
  const me = await new AxeBuilder({ page }).analyze();

  expect([...patients.violations, ...me.violations].map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
});
