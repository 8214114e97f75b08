import { createDemoProject, demoIds } from '@auth-patterns/demo-project';
import { createMedplumTest } from '@auth-patterns/mock-medplum/playwright';
import { expect } from '@playwright/test';
import { servePage, type ServedPage } from '#medplum-react/serve-page.ts';

const clinic = createDemoProject();
/** Forms ask for codes, which the clinic's own policies do not grant. */
const resources = clinic.resources.map((resource) =>
  resource.resourceType === 'AccessPolicy'
    ? { ...resource, resource: [...(resource.resource ?? []), { resourceType: '*' }] }
    : resource,
);
const test = createMedplumTest({ project: { ...clinic, resources } });

/** The first request for a schema makes that of all types, which takes seconds of a processor. */
const schemaMs = 90_000;

let served: ServedPage;

test.beforeAll(async () => {
  served = await servePage();
});

test.afterAll(async () => served.close());

test("[M3] Medplum's React components, on the mock, sign in, fill in a form and show a table", async ({
  page,
  mockUrl,
}) => {
  test.setTimeout(2 * schemaMs);
  const query = new URLSearchParams({ medplum: mockUrl, client: demoIds.clients.spaClient });
  await page.goto(`${served.url}?${query.toString()}`);

  await page.getByLabel('Email').fill('maya.rivera@clinic.example');
  await page.getByRole('button', { name: 'Continue' }).click();
  await page.getByRole('textbox', { name: 'Password' }).fill('demo-maya-2026');
  await page.getByRole('button', { name: 'Sign In' }).click();

  // The form needs the definition of Patient and of its data types, a coded field the codes of its ValueSet.
  await expect(page.getByText('Birth Date', { exact: true })).toBeVisible({ timeout: schemaMs });
  await page.getByTestId('gender').getByRole('searchbox').fill('fem');
  await page.getByText('Female', { exact: true }).click();
  await page.getByRole('button', { name: 'Create' }).click();

  // The table needs the search parameters of its columns.
  await expect(page.getByRole('button', { name: 'Gender' })).toBeVisible();
  const row = page.getByRole('row').filter({ hasText: 'Componentson' }).filter({ hasNotText: 'equals' });
  await expect(row).toContainText('female');
});
