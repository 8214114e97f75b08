import { signInToLegacyProxy } from '#person/sign-in-to-legacy-proxy.ts';
import { expect, test } from '#story/house-test.ts';

test('[S4] [P1] legacy-proxy, asked for FHIR by a script, answers the one with its header alone', async ({
  page,
  house,
}) => {
  const refused: string[] = [];
  page.on('console', (message) => refused.push(message.text()));
  await signInToLegacyProxy(page, `${house.urls.legacyProxy}/patients/2/vitals`);

  await expect(page.getByRole('region', { name: 'From Medplum, by script' })).toContainText('Hemoglobin A1c');
  expect(refused).toEqual([]);
  const status = await page.evaluate(async () => (await fetch('/fhir/R4/Observation?subject=Patient/x')).status);
  expect(status).toBe(403);
});

test('[S4] page with a script, when Medplum fails, says the request number and leads to a new try', async ({
  page,
  house,
}) => {
  const issue = [{ details: { text: 'Medplum could not do that.' } }];
  await page.route('**/fhir/R4/Observation?*', async (route) =>
    route.fulfill({ status: 502, headers: { 'x-request-id': 'request-7' }, json: { issue } }),
  );
  await signInToLegacyProxy(page, `${house.urls.legacyProxy}/patients/2/vitals`);
  const region = page.getByRole('region', { name: 'From Medplum, by script' });

  await expect(region.getByRole('status')).toHaveText('Medplum could not do that. Request request-7.');
  await expect(region.getByRole('table')).toBeHidden();
  await page.unroute('**/fhir/R4/Observation?*');
  await region.getByRole('link', { name: 'Load the page again' }).click();

  await expect(region).toContainText('Hemoglobin A1c');
});

test('[S4] legacy-proxy, with a link on another site to a patient, shows the page to whoever is signed in', async ({
  page,
  house,
}) => {
  await signInToLegacyProxy(page, house.urls.legacyProxy);
  await expect(page.getByRole('heading', { name: "Today's appointments" })).toBeVisible();

  await page.goto('data:text/html,<a id="link">A link in a mail</a>');
  await page
    .locator('#link')
    .evaluate((link, href) => link.setAttribute('href', href), `${house.urls.legacyProxy}/patients/1`);
  await page.locator('#link').click();

  await expect(page.getByRole('heading', { name: 'Sam Carter' })).toBeVisible();
});
