import { demoIds } from '@auth-patterns/demo-project';
import { signInToLegacyProxy } from '#person/sign-in-to-legacy-proxy.ts';
import { expect, test } from '#story/provider-test.ts';

test('[S3] [S5] legacy-proxy, for one note under three identities, shows whom Medplum recorded @story', async ({
  page,
  house,
  story,
  provider,
}) => {
  const column = (name: string) => page.getByRole('region', { name, exact: true });
  await story.step('Kim opens the comparison. Medplum knows the server and, on her behalf, Kim.', async () => {
    await signInToLegacyProxy(page, `${house.urls.legacyProxy}/patients/2/identities`);
    await expect(column('As this server')).toContainText(demoIds.clients.legacyProxy);
    await expect(column('On behalf of the user')).toContainText(demoIds.policies.clinician);
  });
  await story.step('For the third identity she signs in at the identity provider too.', async () => {
    await page.getByRole('link', { name: 'Sign in there' }).click();
    await expect(page).toHaveURL(({ href }) => href.startsWith(provider.issuer));
    await page.getByLabel('Email').fill('kim.larsen@clinic.example');
    await page.getByLabel('Password').fill('idp-kim-2026');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('button', { name: 'Allow' }).click();
    await expect(column('As the user')).toContainText(`Practitioner/${demoIds.practitioners.kim}`);
  });
  await story.step(
    'One note under each: only two of the histories name Kim, and our own log names her always.',
    async () => {
      await page.getByRole('button', { name: 'Write a note as each of them' }).click();
      await expect(column('As this server')).toContainText('Nothing above names the person.');
      await expect(column('On behalf of the user')).toContainText('meta.onBehalfOf Kim Larsen');
      await expect(column('As the user')).toContainText('meta.author Kim Larsen');
      await expect(column('As the user')).toContainText('nurse.kim wrote this note');
    },
  );
});
