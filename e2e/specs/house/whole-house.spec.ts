import { expectGoodLooks } from '#look/expect-good-looks.ts';
import { expect, test } from '#story/test.ts';

test('first pages of the servers, have nothing that axe objects to and do not scroll sideways', async ({
  page,
  house,
}) => {
  for (const [name, url] of [
    ['legacy-proxy', house.urls.legacyProxy],
    ['device-agent', house.urls.deviceAgent],
    ['mail', `${house.urls.medplum}mock/mail`],
  ] as const) {
    await page.goto(url);
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    await expectGoodLooks(page, name);
  }
});
