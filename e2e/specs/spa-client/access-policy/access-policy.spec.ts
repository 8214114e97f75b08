import { expectGoodLooks } from '#look/expect-good-looks.ts';
import { expect, test } from '#story/test.ts';

test('[C8] who am I, of a practitioner, shows each rule of her access policy, and is accessible and fits', async ({
  page,
  app,
}) => {
  await app.openSignedIn(page, 'Maya', '/me');

  await expect(page.getByRole('table', { name: 'Access policy' })).toContainText('Observation');
  await expectGoodLooks(page, 'me-with-policy');
});
