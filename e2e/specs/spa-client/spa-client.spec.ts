import { demoAccount, demoIds } from '@auth-patterns/demo-project';
import type { AuditEvent, Bundle } from '@medplum/fhirtypes';
import { ownerSession } from '#record/owner-session.ts';
import { expect, test } from '#story/test.ts';

test('[C1] spa-client, when a practitioner signs in by redirect, reads what Medplum records as read by her', async ({
  page,
  app,
  tenant,
  story,
}) => {
  await story.step('This browser app has no server. Whoever opens it is asked to sign in.', async () => {
    await page.goto(`${app.url}/patients/${demoIds.patients.theo}`);
    await expect(page.getByRole('heading', { name: 'Sign in', exact: true })).toBeVisible();
  });
  await story.step('Medplum asks for the password on its own page. The app never sees it.', async () => {
    await page.getByRole('button', { name: 'Continue with Medplum' }).click();
    await expect(page).toHaveURL(({ href }) => href.startsWith(app.signInPage));
    await expect(page.getByLabel('Password', { exact: true })).toBeVisible();
  });
  await story.step('Back with a code that worked once, the app opens the page that was asked for.', async () => {
    const { email, password } = demoAccount('Maya');
    await page.getByLabel('Email').fill(email);
    await page.getByLabel('Password', { exact: true }).fill(password);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await expect(page).toHaveURL(`${app.url}/patients/${demoIds.patients.theo}`);
    await expect(page.getByRole('heading', { name: 'Theo Okafor' })).toBeVisible();
  });
  await story.step('“Who am I?” shows whom Medplum takes her for.', async () => {
    await page.getByRole('link', { name: 'Who am I?' }).click();
    await expect(page.getByRole('row', { name: /^Profile/ })).toContainText('Practitioner/');
  });
  await story.step('Signing out ends the session in Medplum too.', async () => {
    await page.getByRole('button', { name: 'Sign out' }).click();
    await expect(page.getByText('Medplum has revoked the session')).toBeVisible();
  });

  const owner = await ownerSession(tenant.baseUrl);
  const audit = await owner.read<Bundle<AuditEvent>>(`AuditEvent?entity=Patient/${demoIds.patients.theo}`);
  const agents = audit.entry?.flatMap(({ resource }) => resource?.agent.map(({ who }) => who?.reference));
  expect(agents).toContain(`Practitioner/${demoIds.practitioners.maya}`);
  expect(agents).toContain(`ClientApplication/${demoIds.clients.spaClient}`);
});
