import { demoIds } from '@auth-patterns/demo-project';
import type { AuditEvent, Bundle, Observation } from '@medplum/fhirtypes';
import { expectGoodLooks } from '#look/expect-good-looks.ts';
import { ownerSession } from '#record/owner-session.ts';
import { signInAtChart, signOutAtLast } from '#story/redirect-story.ts';
import { expect, test } from '#story/test.ts';

test('[C1] chart, when a practitioner signs in by redirect, adds what Medplum records as hers @story', async ({
  page,
  app,
  tenant,
  story,
}) => {
  const told = { page, app, story };
  await signInAtChart(told);
  await story.step('Maya may add an observation.', async () => {
    await page.getByLabel('What was measured').selectOption({ label: 'Heart rate' });
    await page.getByLabel(/^Value in/).fill('93');
    await page.getByRole('button', { name: 'Add' }).click();
    await expect(page.getByText('Medplum stored it as')).toBeVisible();
    await expect(page.getByRole('table', { name: 'Observations' })).toContainText('93');
  });
  await signOutAtLast(told);

  const owner = await ownerSession(tenant.baseUrl);
  const found = await owner.read<Bundle<Observation>>(
    `Observation?subject=Patient/${demoIds.patients.theo}&value-quantity=93`,
  );
  const observation = found.entry?.[0]?.resource;
  expect(observation?.meta?.author?.reference).toBe(`Practitioner/${demoIds.practitioners.maya}`);
  const audit = await owner.read<Bundle<AuditEvent>>(`AuditEvent?entity=Observation/${observation?.id}`);
  const agents = audit.entry?.flatMap(({ resource }) => resource?.agent.map(({ who }) => who?.reference));
  expect(agents).toContain(`Practitioner/${demoIds.practitioners.maya}`);
  expect(agents).toContain(`ClientApplication/${demoIds.clients.spaClient}`);
});

test('[C8] Medplum, when a patient adds an observation all the same, refuses and stores nothing', async ({
  page,
  app,
  tenant,
}) => {
  await app.openSignedIn(page, 'Sam');
  await page.getByRole('link', { name: 'Sam Carter' }).click();
  await page.getByRole('button', { name: 'Try it anyway' }).click();
  await page.getByLabel(/^Value in/).fill('77');
  const refused = page.waitForResponse(
    (response) => response.url().includes('/Observation') && response.status() === 403,
  );
  await page.getByRole('button', { name: 'Add' }).click();
  await refused;

  const owner = await ownerSession(tenant.baseUrl);
  const found = await owner.read<Bundle>(
    `Observation?subject=Patient/${demoIds.patients.sam}&value-quantity=77&_total=accurate`,
  );
  expect(found.total).toBe(0);
});

test('[C8] spa-client, when Medplum restores a field that is read-only, says so and saves the rest', async ({
  page,
  app,
}) => {
  await app.openSignedIn(page, 'Maya', `/patients/${demoIds.patients.theo}`);
  await expect(page.getByText('Read-only under your access policy')).toBeVisible();

  await page.getByLabel('Phone').fill('+1 555 0199');
  await page.getByLabel('Record number').fill('RC-9999');
  await page.getByRole('button', { name: 'Save changes' }).click();

  await expect(page.getByText('Medplum kept the record number')).toBeVisible();
  await expect(page.getByRole('textbox', { name: 'Record number' })).toHaveValue('RC-1003');
  await page.reload();
  await expect(page.getByRole('textbox', { name: 'Phone' })).toHaveValue('+1 555 0199');
});

test('chart, with its forms, is accessible and fits', async ({ page, app }) => {
  await app.openSignedIn(page, 'Maya', `/patients/${demoIds.patients.theo}`);
  await expect(page.getByRole('button', { name: 'Save changes' })).toBeVisible();

  await expectGoodLooks(page, 'chart-edits');
});
