import { demoAccount, demoIds } from '@auth-patterns/demo-project';
import type { ControlClient } from '@auth-patterns/mock-medplum/control';
import { expectGoodLooks } from '#look/expect-good-looks.ts';
import { expect, test } from '#story/test.ts';

const { lena, theo } = demoIds.patients;

test('[C8] history, of a record that a practitioner changed, names who wrote each version', async ({
  page,
  app,
  tenant,
}) => {
  await changePhone(tenant, '+1 555 0199');
  await app.openSignedIn(page, 'Maya', `/patients/${theo}`);

  await page.getByRole('link', { name: 'Who changed this record' }).click();

  const newest = page.getByRole('table', { name: 'Versions, newest first' }).getByRole('row').nth(1);
  await expect(newest).toContainText('Dr Maya Rivera');
  await expect(newest).toContainText('RC-1003, +1 555 0199');
  await expectGoodLooks(page, 'history');
});

test('[C8] history, of somebody else’s record, does not tell whether there is one', async ({ page, app }) => {
  await app.openSignedIn(page, 'Sam', `/patients/${lena}/history`);

  await expect(page.getByRole('alert')).toContainText('There is no such record for you');
  await expect(page.getByText('Novak')).toHaveCount(0);
});

/** As Maya does with another app. */
async function changePhone(tenant: ControlClient, value: string): Promise<void> {
  const { accessToken } = await tenant.makeSession({
    user: demoAccount('Maya').email,
    client: demoIds.clients.spaClient,
  });
  const response = await fetch(`${tenant.baseUrl}fhir/R4/Patient/${theo}`, {
    method: 'PATCH',
    headers: { Authorization: `Bearer ${accessToken}`, 'Content-Type': 'application/json-patch+json' },
    body: JSON.stringify([{ op: 'add', path: '/telecom', value: [{ system: 'phone', value }] }]),
  });
  expect(response.status).toBe(200);
}
